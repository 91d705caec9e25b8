/* Made by tools/generate-sha256-units; change that, not this. */
#if defined(__x86_64__) && defined(__ELF__)
.section .note.GNU-stack,"",@progbits
.section .rodata
.balign 64
.Lconstants:
	.long 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5
	.long 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174
	.long 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da
	.long 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967
	.long 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85
	.long 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070
	.long 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3
	.long 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
.text
.globl qr_sha256_quad_0
.hidden qr_sha256_quad_0
.type qr_sha256_quad_0, @function
.balign 64
qr_sha256_quad_0:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa 0(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 256(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 512(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 768(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 8(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 264(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 520(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 776(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 16(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 272(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 528(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 784(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 24(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 280(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 536(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 792(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 32(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 288(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 544(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 800(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 40(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 296(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 552(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 808(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 48(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 304(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 560(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 816(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 56(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 312(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 568(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 824(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 64(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 320(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 576(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 832(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 72(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 328(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 584(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 840(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 80(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 336(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 592(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 848(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 88(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 344(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 600(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 856(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 96(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 352(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 608(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 864(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 104(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 360(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 616(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 872(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 112(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 368(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 624(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 880(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 120(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 376(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 632(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 888(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 128(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 384(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 640(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 896(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 136(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 392(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 648(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 904(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 144(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 400(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 656(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 912(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 152(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 408(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 664(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 920(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 160(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 416(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 672(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 928(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 168(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 424(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 680(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 936(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 176(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 432(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 688(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 944(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 184(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 440(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 696(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 952(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 192(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 448(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 704(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 960(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 200(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 456(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 712(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 968(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 208(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 464(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 720(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 976(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 216(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 472(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 728(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 984(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 224(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 480(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 736(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 992(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 232(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 488(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 744(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1000(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 240(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 496(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 752(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1008(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 248(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 504(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 760(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1016(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_quad_0, . - qr_sha256_quad_0
.globl qr_sha256_quad_2
.hidden qr_sha256_quad_2
.type qr_sha256_quad_2, @function
.balign 64
qr_sha256_quad_2:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa 0(%rsi), %xmm0
	vmovdqa 0(%r8), %xmm9
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	vmovdqa 256(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 0(%r10)
	vmovdqa 512(%rsi), %xmm0
	vmovdqa 16(%r8), %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 768(%rsi), %xmm0
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa %xmm14, 16(%r10)
	vmovq 8(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa 32(%r8), %xmm11
	vmovq 264(%rsi), %xmm0
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 520(%rsi), %xmm0
	vmovdqa %xmm14, 32(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa 48(%r8), %xmm12
	vmovq 776(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovdqa 16(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 48(%r10)
	vmovdqa 272(%rsi), %xmm0
	sha256msg1 %xmm10, %xmm9
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 528(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd %xmm13, %xmm9, %xmm9
	vmovdqa 784(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg2 %xmm12, %xmm9
	vmovq 24(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 280(%rsi), %xmm0
	vmovdqa %xmm14, 64(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm11, %xmm10
	vmovq 536(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpalignr $4, %xmm12, %xmm9, %xmm13
	vmovq 792(%rsi), %xmm0
	vpaddd %xmm13, %xmm10, %xmm10
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 32(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	vmovdqa 288(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 80(%r10)
	vmovdqa 544(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 800(%rsi), %xmm0
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %xmm13, %xmm11, %xmm11
	vmovq 40(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vmovq 296(%rsi), %xmm0
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 552(%rsi), %xmm0
	vmovdqa %xmm14, 96(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm9, %xmm12
	vmovq 808(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovdqa 48(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm12, %xmm12
	vmovdqa 304(%rsi), %xmm0
	sha256msg2 %xmm11, %xmm12
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 560(%rsi), %xmm0
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa %xmm14, 112(%r10)
	vmovdqa 816(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg1 %xmm10, %xmm9
	vmovq 56(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 312(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 568(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	vmovq 824(%rsi), %xmm0
	vmovdqa %xmm14, 128(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 64(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpalignr $4, %xmm12, %xmm9, %xmm13
	vmovdqa 320(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 576(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 832(%rsi), %xmm0
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa %xmm14, 144(%r10)
	vmovq 72(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm12, %xmm11
	vmovq 328(%rsi), %xmm0
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 584(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm10, %xmm11
	vmovq 840(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovdqa 80(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 160(%r10)
	vmovdqa 336(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 592(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd %xmm13, %xmm12, %xmm12
	vmovdqa 848(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg2 %xmm11, %xmm12
	vmovq 88(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 344(%rsi), %xmm0
	vmovdqa %xmm14, 176(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 600(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 856(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 96(%rsi), %xmm0
	sha256msg2 %xmm12, %xmm9
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	vmovdqa 352(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 192(%r10)
	vmovdqa 608(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 864(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %xmm13, %xmm10, %xmm10
	vmovq 104(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm9, %xmm10
	vmovq 360(%rsi), %xmm0
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 616(%rsi), %xmm0
	vmovdqa %xmm14, 208(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm12, %xmm11
	vmovq 872(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovdqa 112(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 368(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 624(%rsi), %xmm0
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa %xmm14, 224(%r10)
	vmovdqa 880(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg1 %xmm9, %xmm12
	vmovq 120(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 376(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 632(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	vmovq 888(%rsi), %xmm0
	vmovdqa %xmm14, 240(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 128(%rsi), %xmm0
	vmovdqa 64(%r8), %xmm9
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	vmovdqa 384(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 256(%r10)
	vmovdqa 640(%rsi), %xmm0
	vmovdqa 80(%r8), %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 896(%rsi), %xmm0
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa %xmm14, 272(%r10)
	vmovq 136(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa 96(%r8), %xmm11
	vmovq 392(%rsi), %xmm0
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 648(%rsi), %xmm0
	vmovdqa %xmm14, 288(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa 112(%r8), %xmm12
	vmovq 904(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovdqa 144(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 304(%r10)
	vmovdqa 400(%rsi), %xmm0
	sha256msg1 %xmm10, %xmm9
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 656(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd %xmm13, %xmm9, %xmm9
	vmovdqa 912(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg2 %xmm12, %xmm9
	vmovq 152(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 408(%rsi), %xmm0
	vmovdqa %xmm14, 320(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm11, %xmm10
	vmovq 664(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpalignr $4, %xmm12, %xmm9, %xmm13
	vmovq 920(%rsi), %xmm0
	vpaddd %xmm13, %xmm10, %xmm10
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 160(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	vmovdqa 416(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 336(%r10)
	vmovdqa 672(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 928(%rsi), %xmm0
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %xmm13, %xmm11, %xmm11
	vmovq 168(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vmovq 424(%rsi), %xmm0
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 680(%rsi), %xmm0
	vmovdqa %xmm14, 352(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm9, %xmm12
	vmovq 936(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovdqa 176(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm12, %xmm12
	vmovdqa 432(%rsi), %xmm0
	sha256msg2 %xmm11, %xmm12
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 688(%rsi), %xmm0
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa %xmm14, 368(%r10)
	vmovdqa 944(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg1 %xmm10, %xmm9
	vmovq 184(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 440(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 696(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	vmovq 952(%rsi), %xmm0
	vmovdqa %xmm14, 384(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 192(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpalignr $4, %xmm12, %xmm9, %xmm13
	vmovdqa 448(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 704(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 960(%rsi), %xmm0
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa %xmm14, 400(%r10)
	vmovq 200(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm12, %xmm11
	vmovq 456(%rsi), %xmm0
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 712(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm10, %xmm11
	vmovq 968(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovdqa 208(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 416(%r10)
	vmovdqa 464(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 720(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd %xmm13, %xmm12, %xmm12
	vmovdqa 976(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg2 %xmm11, %xmm12
	vmovq 216(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 472(%rsi), %xmm0
	vmovdqa %xmm14, 432(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 728(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 984(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 224(%rsi), %xmm0
	sha256msg2 %xmm12, %xmm9
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	vmovdqa 480(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 448(%r10)
	vmovdqa 736(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 992(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %xmm13, %xmm10, %xmm10
	vmovq 232(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm9, %xmm10
	vmovq 488(%rsi), %xmm0
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 744(%rsi), %xmm0
	vmovdqa %xmm14, 464(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm12, %xmm11
	vmovq 1000(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovdqa 240(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 496(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 752(%rsi), %xmm0
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa %xmm14, 480(%r10)
	vmovdqa 1008(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	sha256msg1 %xmm9, %xmm12
	vmovq 248(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 504(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 760(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	vmovq 1016(%rsi), %xmm0
	vmovdqa %xmm14, 496(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_quad_2, . - qr_sha256_quad_2
.globl qr_sha256_quad_4
.hidden qr_sha256_quad_4
.type qr_sha256_quad_4, @function
.balign 64
qr_sha256_quad_4:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa 0(%r8), %xmm9
	vmovdqa 0(%rsi), %xmm0
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 0(%r10)
	vmovdqa 256(%rsi), %xmm0
	vmovdqa 16(%r8), %xmm10
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 16(%r10)
	vmovdqa 512(%rsi), %xmm0
	vmovdqa 32(%r8), %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 32(%r10)
	vmovdqa 768(%rsi), %xmm0
	vmovdqa 48(%r8), %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovq 8(%rsi), %xmm0
	vmovdqa %xmm14, 48(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm10, %xmm9
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 264(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 520(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	vmovdqa %xmm14, 64(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm11, %xmm10
	vmovq 776(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm10, %xmm10
	sha256msg2 %xmm9, %xmm10
	vmovdqa 16(%rsi), %xmm0
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 80(%r10)
	vmovdqa 272(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 528(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 96(%r10)
	vmovdqa 784(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 24(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm11, %xmm12
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	vmovq 280(%rsi), %xmm0
	vmovdqa %xmm14, 112(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 536(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm12, %xmm9
	vmovq 792(%rsi), %xmm0
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 128(%r10)
	sha256msg1 %xmm11, %xmm10
	vmovdqa 32(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 288(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 144(%r10)
	vmovdqa 544(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 800(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovq 40(%rsi), %xmm0
	vmovdqa %xmm14, 160(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm9, %xmm12
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 296(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 552(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	vmovdqa %xmm14, 176(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm10, %xmm9
	vmovq 808(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm9, %xmm9
	sha256msg2 %xmm12, %xmm9
	vmovdqa 48(%rsi), %xmm0
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 192(%r10)
	vmovdqa 304(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 560(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	vmovdqa %xmm14, 208(%r10)
	vmovdqa 816(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovq 56(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	vmovq 312(%rsi), %xmm0
	vmovdqa %xmm14, 224(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm9, %xmm12
	vmovq 568(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm11, %xmm12
	vmovq 824(%rsi), %xmm0
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 240(%r10)
	vmovdqa 64(%r8), %xmm9
	vmovdqa 64(%rsi), %xmm0
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 256(%r10)
	vmovdqa 320(%rsi), %xmm0
	vmovdqa 80(%r8), %xmm10
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 272(%r10)
	vmovdqa 576(%rsi), %xmm0
	vmovdqa 96(%r8), %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 288(%r10)
	vmovdqa 832(%rsi), %xmm0
	vmovdqa 112(%r8), %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovq 72(%rsi), %xmm0
	vmovdqa %xmm14, 304(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm10, %xmm9
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 328(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 584(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	vmovdqa %xmm14, 320(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm11, %xmm10
	vmovq 840(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm10, %xmm10
	sha256msg2 %xmm9, %xmm10
	vmovdqa 80(%rsi), %xmm0
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 336(%r10)
	vmovdqa 336(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 592(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 352(%r10)
	vmovdqa 848(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 88(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm11, %xmm12
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	vmovq 344(%rsi), %xmm0
	vmovdqa %xmm14, 368(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 600(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm12, %xmm9
	vmovq 856(%rsi), %xmm0
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 384(%r10)
	sha256msg1 %xmm11, %xmm10
	vmovdqa 96(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 352(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 400(%r10)
	vmovdqa 608(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 864(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovq 104(%rsi), %xmm0
	vmovdqa %xmm14, 416(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm9, %xmm12
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 360(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 616(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	vmovdqa %xmm14, 432(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm10, %xmm9
	vmovq 872(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm9, %xmm9
	sha256msg2 %xmm12, %xmm9
	vmovdqa 112(%rsi), %xmm0
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 448(%r10)
	vmovdqa 368(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 624(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	vmovdqa %xmm14, 464(%r10)
	vmovdqa 880(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovq 120(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	vmovq 376(%rsi), %xmm0
	vmovdqa %xmm14, 480(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm9, %xmm12
	vmovq 632(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm11, %xmm12
	vmovq 888(%rsi), %xmm0
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 496(%r10)
	vmovdqa 128(%r8), %xmm9
	vmovdqa 128(%rsi), %xmm0
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 512(%r10)
	vmovdqa 384(%rsi), %xmm0
	vmovdqa 144(%r8), %xmm10
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 528(%r10)
	vmovdqa 640(%rsi), %xmm0
	vmovdqa 160(%r8), %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 544(%r10)
	vmovdqa 896(%rsi), %xmm0
	vmovdqa 176(%r8), %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovq 136(%rsi), %xmm0
	vmovdqa %xmm14, 560(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm10, %xmm9
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 392(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 648(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	vmovdqa %xmm14, 576(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm11, %xmm10
	vmovq 904(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm10, %xmm10
	sha256msg2 %xmm9, %xmm10
	vmovdqa 144(%rsi), %xmm0
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 592(%r10)
	vmovdqa 400(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 656(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 608(%r10)
	vmovdqa 912(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 152(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm11, %xmm12
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	vmovq 408(%rsi), %xmm0
	vmovdqa %xmm14, 624(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 664(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm12, %xmm9
	vmovq 920(%rsi), %xmm0
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 640(%r10)
	sha256msg1 %xmm11, %xmm10
	vmovdqa 160(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 416(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 656(%r10)
	vmovdqa 672(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 928(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovq 168(%rsi), %xmm0
	vmovdqa %xmm14, 672(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm9, %xmm12
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 424(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 680(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	vmovdqa %xmm14, 688(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm10, %xmm9
	vmovq 936(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm9, %xmm9
	sha256msg2 %xmm12, %xmm9
	vmovdqa 176(%rsi), %xmm0
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 704(%r10)
	vmovdqa 432(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 688(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	vmovdqa %xmm14, 720(%r10)
	vmovdqa 944(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovq 184(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	vmovq 440(%rsi), %xmm0
	vmovdqa %xmm14, 736(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm9, %xmm12
	vmovq 696(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm11, %xmm12
	vmovq 952(%rsi), %xmm0
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 752(%r10)
	vmovdqa 192(%r8), %xmm9
	vmovdqa 192(%rsi), %xmm0
	vpaddd .Lconstants+0(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 768(%r10)
	vmovdqa 448(%rsi), %xmm0
	vmovdqa 208(%r8), %xmm10
	vpaddd .Lconstants+16(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 784(%r10)
	vmovdqa 704(%rsi), %xmm0
	vmovdqa 224(%r8), %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+32(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 800(%r10)
	vmovdqa 960(%rsi), %xmm0
	vmovdqa 240(%r8), %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+48(%rip), %xmm12, %xmm14
	vmovq 200(%rsi), %xmm0
	vmovdqa %xmm14, 816(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm10, %xmm9
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vmovq 456(%rsi), %xmm0
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm12, %xmm9
	vmovq 712(%rsi), %xmm0
	vpaddd .Lconstants+64(%rip), %xmm9, %xmm14
	vmovdqa %xmm14, 832(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm11, %xmm10
	vmovq 968(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm10, %xmm10
	sha256msg2 %xmm9, %xmm10
	vmovdqa 208(%rsi), %xmm0
	vpaddd .Lconstants+80(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 848(%r10)
	vmovdqa 464(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	vpalignr $4, %xmm9, %xmm10, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 720(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+96(%rip), %xmm11, %xmm14
	vmovdqa %xmm14, 864(%r10)
	vmovdqa 976(%rsi), %xmm0
	sha256msg1 %xmm9, %xmm12
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 216(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm11, %xmm12
	vpaddd .Lconstants+112(%rip), %xmm12, %xmm14
	vmovq 472(%rsi), %xmm0
	vmovdqa %xmm14, 880(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm10, %xmm9
	vmovq 728(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	vpaddd %xmm13, %xmm9, %xmm9
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm12, %xmm9
	vmovq 984(%rsi), %xmm0
	vpaddd .Lconstants+128(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 896(%r10)
	sha256msg1 %xmm11, %xmm10
	vmovdqa 224(%rsi), %xmm0
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 480(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	vpaddd .Lconstants+144(%rip), %xmm10, %xmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa %xmm14, 912(%r10)
	vmovdqa 736(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vpaddd %xmm13, %xmm11, %xmm11
	vmovdqa 992(%rsi), %xmm0
	sha256msg2 %xmm10, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd .Lconstants+160(%rip), %xmm11, %xmm14
	vmovq 232(%rsi), %xmm0
	vmovdqa %xmm14, 928(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg1 %xmm9, %xmm12
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vmovq 488(%rsi), %xmm0
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg2 %xmm11, %xmm12
	vmovq 744(%rsi), %xmm0
	vpaddd .Lconstants+176(%rip), %xmm12, %xmm14
	vmovdqa %xmm14, 944(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg1 %xmm10, %xmm9
	vmovq 1000(%rsi), %xmm0
	vpalignr $4, %xmm11, %xmm12, %xmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %xmm13, %xmm9, %xmm9
	sha256msg2 %xmm12, %xmm9
	vmovdqa 240(%rsi), %xmm0
	vpaddd .Lconstants+192(%rip), %xmm9, %xmm14
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa %xmm14, 960(%r10)
	vmovdqa 496(%rsi), %xmm0
	sha256msg1 %xmm11, %xmm10
	vpalignr $4, %xmm12, %xmm9, %xmm13
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %xmm13, %xmm10, %xmm10
	vmovdqa 752(%rsi), %xmm0
	sha256msg2 %xmm9, %xmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd .Lconstants+208(%rip), %xmm10, %xmm14
	vmovdqa %xmm14, 976(%r10)
	vmovdqa 1008(%rsi), %xmm0
	sha256msg1 %xmm12, %xmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpalignr $4, %xmm9, %xmm10, %xmm13
	vmovq 248(%rsi), %xmm0
	vpaddd %xmm13, %xmm11, %xmm11
	sha256rnds2 %xmm0, %xmm2, %xmm1
	sha256msg2 %xmm10, %xmm11
	vpaddd .Lconstants+224(%rip), %xmm11, %xmm14
	vmovq 504(%rsi), %xmm0
	vmovdqa %xmm14, 992(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	sha256msg1 %xmm9, %xmm12
	vmovq 760(%rsi), %xmm0
	vpalignr $4, %xmm10, %xmm11, %xmm13
	vpaddd %xmm13, %xmm12, %xmm12
	sha256rnds2 %xmm0, %xmm6, %xmm5
	sha256msg2 %xmm11, %xmm12
	vmovq 1016(%rsi), %xmm0
	vpaddd .Lconstants+240(%rip), %xmm12, %xmm14
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa %xmm14, 1008(%r10)
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_quad_4, . - qr_sha256_quad_4
.globl qr_sha256_quad_words_none
.hidden qr_sha256_quad_words_none
.type qr_sha256_quad_words_none, @function
.balign 64
qr_sha256_quad_words_none:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa 0(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 64(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 128(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 192(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 8(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 72(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 136(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 200(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 256(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 320(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 384(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 448(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 264(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 328(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 392(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 456(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 512(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 576(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 640(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 704(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 520(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 584(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 648(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 712(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 768(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 832(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 896(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 960(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 776(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 840(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 904(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 968(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1024(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 1088(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 1152(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1216(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 1032(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1096(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 1160(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1224(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1280(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 1344(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 1408(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1472(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 1288(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1352(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 1416(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1480(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1536(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 1600(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 1664(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1728(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 1544(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1608(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 1672(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1736(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1792(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 1856(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 1920(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1984(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 1800(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1864(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 1928(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 1992(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2048(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 2112(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 2176(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 2240(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 2056(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2120(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 2184(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 2248(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2304(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 2368(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 2432(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 2496(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 2312(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2376(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 2440(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 2504(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2560(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 2624(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 2688(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 2752(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 2568(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2632(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 2696(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 2760(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2816(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 2880(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 2944(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3008(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 2824(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2888(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 2952(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 3016(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3072(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 3136(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 3200(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3264(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 3080(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3144(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 3208(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 3272(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3328(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 3392(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 3456(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3520(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 3336(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3400(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 3464(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 3528(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3584(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 3648(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 3712(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3776(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 3592(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3656(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 3720(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 3784(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3840(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa 3904(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa 3968(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 4032(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovq 3848(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3912(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovq 3976(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovq 4040(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_quad_words_none, . - qr_sha256_quad_words_none
.globl qr_sha256_quad_words_1
.hidden qr_sha256_quad_words_1
.type qr_sha256_quad_words_1, @function
.balign 64
qr_sha256_quad_words_1:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa 0(%rsi), %xmm0
	vmovdqa64 64(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vmovdqa 64(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 128(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 192(%rsi), %xmm0
	vpaddd 0(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd 576(%r9), %zmm28, %zmm28
	vmovq 8(%rsi), %xmm0
	vmovdqa64 896(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vmovq 72(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpsrld $10, %zmm31, %zmm31
	vmovq 136(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 200(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa64 %zmm28, 1024(%r9)
	vmovdqa 256(%rsi), %xmm0
	vpaddd 0(%rdi){1to16}, %zmm28, %zmm10
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 128(%r9), %zmm28
	vmovdqa 320(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vprord $7, %zmm28, %zmm29
	vmovdqa 384(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 448(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd 64(%r9), %zmm28, %zmm28
	vmovq 264(%rsi), %xmm0
	vpaddd 640(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 328(%rsi), %xmm0
	vmovdqa64 960(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $17, %zmm31, %zmm29
	vmovq 392(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpsrld $10, %zmm31, %zmm31
	vmovq 456(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 512(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1088(%r9)
	vmovdqa 576(%rsi), %xmm0
	vpaddd 4(%rdi){1to16}, %zmm28, %zmm11
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 192(%r9), %zmm28
	vmovdqa 640(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 704(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpsrld $3, %zmm28, %zmm28
	vmovq 520(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 128(%r9), %zmm28, %zmm28
	vmovq 584(%rsi), %xmm0
	vpaddd 704(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 1024(%r9), %zmm31
	vmovq 648(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $17, %zmm31, %zmm29
	vmovq 712(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 768(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 832(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 %zmm28, 1152(%r9)
	vmovdqa 896(%rsi), %xmm0
	vpaddd 8(%rdi){1to16}, %zmm28, %zmm12
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa64 256(%r9), %zmm28
	vmovdqa 960(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vprord $18, %zmm28, %zmm30
	vmovq 776(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 840(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 192(%r9), %zmm28, %zmm28
	vmovq 904(%rsi), %xmm0
	vpaddd 768(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa64 1088(%r9), %zmm31
	vmovq 968(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1024(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 1088(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1152(%rsi), %xmm0
	vmovdqa64 %zmm28, 1216(%r9)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1216(%rsi), %xmm0
	vpaddd 12(%rdi){1to16}, %zmm28, %zmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpunpckldq %zmm11, %zmm10, %zmm14
	vmovq 1032(%rsi), %xmm0
	vpunpckhdq %zmm11, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpunpckldq %zmm13, %zmm12, %zmm15
	vmovq 1096(%rsi), %xmm0
	vpunpckhdq %zmm13, %zmm12, %zmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vmovq 1160(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vmovq 1224(%rsi), %xmm0
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	vmovdqa 1280(%rsi), %xmm0
	vmovdqa64 %zmm11, 1024(%r11)
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm14, 1088(%r11)
	vmovdqa 1344(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 %zmm13, 1152(%r11)
	vmovdqa 1408(%rsi), %xmm0
	vmovdqa64 %zmm10, 1216(%r11)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa64 320(%r9), %zmm28
	vmovdqa 1472(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vprord $18, %zmm28, %zmm30
	vmovq 1288(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1352(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 256(%r9), %zmm28, %zmm28
	vmovq 1416(%rsi), %xmm0
	vpaddd 832(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa64 1152(%r9), %zmm31
	vmovq 1480(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 1536(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 1600(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1664(%rsi), %xmm0
	vmovdqa64 %zmm28, 1280(%r9)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 1728(%rsi), %xmm0
	vpaddd 16(%rdi){1to16}, %zmm28, %zmm10
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa64 384(%r9), %zmm28
	vmovq 1544(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $18, %zmm28, %zmm30
	vmovq 1608(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovq 1672(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd 320(%r9), %zmm28, %zmm28
	vmovq 1736(%rsi), %xmm0
	vpaddd 896(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa64 1216(%r9), %zmm31
	vmovdqa 1792(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vmovdqa 1856(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 1920(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1984(%rsi), %xmm0
	vmovdqa64 %zmm28, 1344(%r9)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd 20(%rdi){1to16}, %zmm28, %zmm11
	vmovq 1800(%rsi), %xmm0
	vmovdqa64 448(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 1864(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $18, %zmm28, %zmm30
	vmovq 1928(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovq 1992(%rsi), %xmm0
	vpaddd 384(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2048(%rsi), %xmm0
	vpaddd 960(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 1280(%r9), %zmm31
	vmovdqa 2112(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vprord $19, %zmm31, %zmm30
	vmovdqa 2176(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 2240(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm31, %zmm28, %zmm28
	vmovq 2056(%rsi), %xmm0
	vmovdqa64 %zmm28, 1408(%r9)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 24(%rdi){1to16}, %zmm28, %zmm12
	vmovq 2120(%rsi), %xmm0
	vmovdqa64 512(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $7, %zmm28, %zmm29
	vmovq 2184(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $18, %zmm28, %zmm30
	vmovq 2248(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 2304(%rsi), %xmm0
	vpaddd 448(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 1024(%r9), %zmm28, %zmm28
	vmovdqa 2368(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 1344(%r9), %zmm31
	vmovdqa 2432(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vprord $19, %zmm31, %zmm30
	vmovdqa 2496(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 2312(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2376(%rsi), %xmm0
	vmovdqa64 %zmm28, 1472(%r9)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 28(%rdi){1to16}, %zmm28, %zmm13
	vmovq 2440(%rsi), %xmm0
	vpunpckldq %zmm11, %zmm10, %zmm14
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vmovq 2504(%rsi), %xmm0
	vpunpckldq %zmm13, %zmm12, %zmm15
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 2560(%rsi), %xmm0
	vpunpckhdq %zmm13, %zmm12, %zmm12
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vmovdqa 2624(%rsi), %xmm0
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	vmovdqa 2688(%rsi), %xmm0
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 2752(%rsi), %xmm0
	vmovdqa64 %zmm11, 1280(%r11)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa64 %zmm14, 1344(%r11)
	vmovq 2568(%rsi), %xmm0
	vmovdqa64 %zmm13, 1408(%r11)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm10, 1472(%r11)
	vmovq 2632(%rsi), %xmm0
	vmovdqa64 576(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $7, %zmm28, %zmm29
	vmovq 2696(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $18, %zmm28, %zmm30
	vmovq 2760(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 2816(%rsi), %xmm0
	vpaddd 512(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 1088(%r9), %zmm28, %zmm28
	vmovdqa 2880(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 1408(%r9), %zmm31
	vmovdqa 2944(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vprord $19, %zmm31, %zmm30
	vmovdqa 3008(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 2824(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 2888(%rsi), %xmm0
	vmovdqa64 %zmm28, 1536(%r9)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 32(%rdi){1to16}, %zmm28, %zmm10
	vmovq 2952(%rsi), %xmm0
	vmovdqa64 640(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $7, %zmm28, %zmm29
	vmovq 3016(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3072(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 3136(%rsi), %xmm0
	vpaddd 576(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd 1152(%r9), %zmm28, %zmm28
	vmovdqa 3200(%rsi), %xmm0
	vmovdqa64 1472(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3264(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vprord $19, %zmm31, %zmm30
	vmovq 3080(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 3144(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 %zmm28, 1600(%r9)
	vmovq 3208(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd 36(%rdi){1to16}, %zmm28, %zmm11
	vmovq 3272(%rsi), %xmm0
	vmovdqa64 704(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vprord $7, %zmm28, %zmm29
	vmovdqa 3328(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 3392(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 3456(%rsi), %xmm0
	vpaddd 640(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd 1216(%r9), %zmm28, %zmm28
	vmovdqa 3520(%rsi), %xmm0
	vmovdqa64 1536(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vprord $17, %zmm31, %zmm29
	vmovq 3336(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3400(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 3464(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa64 %zmm28, 1664(%r9)
	vmovq 3528(%rsi), %xmm0
	vpaddd 40(%rdi){1to16}, %zmm28, %zmm12
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa 3584(%rsi), %xmm0
	vmovdqa64 768(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vmovdqa 3648(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 3712(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa 3776(%rsi), %xmm0
	vpaddd 704(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd 1280(%r9), %zmm28, %zmm28
	vmovq 3592(%rsi), %xmm0
	vmovdqa64 1600(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vmovq 3656(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpsrld $10, %zmm31, %zmm31
	vmovq 3720(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 3784(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vmovdqa64 %zmm28, 1728(%r9)
	vmovdqa 3840(%rsi), %xmm0
	vpaddd 44(%rdi){1to16}, %zmm28, %zmm13
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpunpckldq %zmm11, %zmm10, %zmm14
	vmovdqa 3904(%rsi), %xmm0
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vmovdqa 3968(%rsi), %xmm0
	vpunpckldq %zmm13, %zmm12, %zmm15
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpunpckhdq %zmm13, %zmm12, %zmm12
	vmovdqa 4032(%rsi), %xmm0
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vmovq 3848(%rsi), %xmm0
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovq 3912(%rsi), %xmm0
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 %zmm11, 1536(%r11)
	vmovq 3976(%rsi), %xmm0
	vmovdqa64 %zmm14, 1600(%r11)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vmovdqa64 %zmm13, 1664(%r11)
	vmovq 4040(%rsi), %xmm0
	vmovdqa64 %zmm10, 1728(%r11)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_quad_words_1, . - qr_sha256_quad_words_1
.globl qr_sha256_mixed_none
.hidden qr_sha256_mixed_none
.type qr_sha256_mixed_none, @function
.balign 64
qr_sha256_mixed_none:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa64 0(%rax), %zmm16
	vmovdqa64 64(%rax), %zmm17
	vmovdqa64 128(%rax), %zmm18
	vmovdqa64 192(%rax), %zmm19
	vmovdqa64 256(%rax), %zmm20
	vmovdqa64 320(%rax), %zmm21
	vmovdqa64 384(%rax), %zmm22
	vmovdqa64 448(%rax), %zmm23
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vprord $6, %zmm20, %zmm24
	vmovdqa 0(%rsi), %xmm0
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm20, %zmm26
	vmovdqa 64(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vmovdqa 128(%rsi), %xmm0
	vpaddd 0(%rcx), %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 192(%rsi), %xmm0
	vpaddd %zmm27, %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $2, %zmm16, %zmm24
	vmovq 8(%rsi), %xmm0
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm16, %zmm26
	vmovq 72(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vmovq 136(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vmovq 200(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $6, %zmm19, %zmm24
	vmovdqa 256(%rsi), %xmm0
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm19, %zmm26
	vmovdqa 320(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 384(%rsi), %xmm0
	vpaddd 64(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 448(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $2, %zmm23, %zmm24
	vmovq 264(%rsi), %xmm0
	vprord $13, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm23, %zmm26
	vmovq 328(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 392(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vmovq 456(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 512(%rsi), %xmm0
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm18, %zmm26
	vmovdqa 576(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vmovdqa 640(%rsi), %xmm0
	vpaddd 128(%rcx), %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 704(%rsi), %xmm0
	vpaddd %zmm27, %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $2, %zmm22, %zmm24
	vmovq 520(%rsi), %xmm0
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm22, %zmm26
	vmovq 584(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vmovq 648(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vmovq 712(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $6, %zmm17, %zmm24
	vmovdqa 768(%rsi), %xmm0
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm17, %zmm26
	vmovdqa 832(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 896(%rsi), %xmm0
	vpaddd 192(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 960(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $2, %zmm21, %zmm24
	vmovq 776(%rsi), %xmm0
	vprord $13, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm21, %zmm26
	vmovq 840(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 904(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vmovq 968(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 1024(%rsi), %xmm0
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm16, %zmm26
	vmovdqa 1088(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vmovdqa 1152(%rsi), %xmm0
	vpaddd 256(%rcx), %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1216(%rsi), %xmm0
	vpaddd %zmm27, %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $2, %zmm20, %zmm24
	vmovq 1032(%rsi), %xmm0
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm20, %zmm26
	vmovq 1096(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vmovq 1160(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vmovq 1224(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $6, %zmm23, %zmm24
	vmovdqa 1280(%rsi), %xmm0
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm23, %zmm26
	vmovdqa 1344(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 1408(%rsi), %xmm0
	vpaddd 320(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1472(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $2, %zmm19, %zmm24
	vmovq 1288(%rsi), %xmm0
	vprord $13, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm19, %zmm26
	vmovq 1352(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 1416(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vmovq 1480(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 1536(%rsi), %xmm0
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm22, %zmm26
	vmovdqa 1600(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa 1664(%rsi), %xmm0
	vpaddd 384(%rcx), %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1728(%rsi), %xmm0
	vpaddd %zmm27, %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $2, %zmm18, %zmm24
	vmovq 1544(%rsi), %xmm0
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm18, %zmm26
	vmovq 1608(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vmovq 1672(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vmovq 1736(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $6, %zmm21, %zmm24
	vmovdqa 1792(%rsi), %xmm0
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm21, %zmm26
	vmovdqa 1856(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 1920(%rsi), %xmm0
	vpaddd 448(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1984(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $2, %zmm17, %zmm24
	vmovq 1800(%rsi), %xmm0
	vprord $13, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm17, %zmm26
	vmovq 1864(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 1928(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vmovq 1992(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $6, %zmm20, %zmm24
	vmovdqa 2048(%rsi), %xmm0
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm20, %zmm26
	vmovdqa 2112(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vmovdqa 2176(%rsi), %xmm0
	vpaddd 512(%rcx), %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 2240(%rsi), %xmm0
	vpaddd %zmm27, %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $2, %zmm16, %zmm24
	vmovq 2056(%rsi), %xmm0
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm16, %zmm26
	vmovq 2120(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vmovq 2184(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vmovq 2248(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $6, %zmm19, %zmm24
	vmovdqa 2304(%rsi), %xmm0
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm19, %zmm26
	vmovdqa 2368(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 2432(%rsi), %xmm0
	vpaddd 576(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 2496(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $2, %zmm23, %zmm24
	vmovq 2312(%rsi), %xmm0
	vprord $13, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm23, %zmm26
	vmovq 2376(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 2440(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vmovq 2504(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 2560(%rsi), %xmm0
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm18, %zmm26
	vmovdqa 2624(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vmovdqa 2688(%rsi), %xmm0
	vpaddd 640(%rcx), %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 2752(%rsi), %xmm0
	vpaddd %zmm27, %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $2, %zmm22, %zmm24
	vmovq 2568(%rsi), %xmm0
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm22, %zmm26
	vmovq 2632(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vmovq 2696(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vmovq 2760(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $6, %zmm17, %zmm24
	vmovdqa 2816(%rsi), %xmm0
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm17, %zmm26
	vmovdqa 2880(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 2944(%rsi), %xmm0
	vpaddd 704(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3008(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $2, %zmm21, %zmm24
	vmovq 2824(%rsi), %xmm0
	vprord $13, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm21, %zmm26
	vmovq 2888(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 2952(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vmovq 3016(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 3072(%rsi), %xmm0
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm16, %zmm26
	vmovdqa 3136(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vmovdqa 3200(%rsi), %xmm0
	vpaddd 768(%rcx), %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3264(%rsi), %xmm0
	vpaddd %zmm27, %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $2, %zmm20, %zmm24
	vmovq 3080(%rsi), %xmm0
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm20, %zmm26
	vmovq 3144(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vmovq 3208(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vmovq 3272(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $6, %zmm23, %zmm24
	vmovdqa 3328(%rsi), %xmm0
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm23, %zmm26
	vmovdqa 3392(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 3456(%rsi), %xmm0
	vpaddd 832(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3520(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $2, %zmm19, %zmm24
	vmovq 3336(%rsi), %xmm0
	vprord $13, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm19, %zmm26
	vmovq 3400(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 3464(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vmovq 3528(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 3584(%rsi), %xmm0
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm22, %zmm26
	vmovdqa 3648(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa 3712(%rsi), %xmm0
	vpaddd 896(%rcx), %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3776(%rsi), %xmm0
	vpaddd %zmm27, %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $2, %zmm18, %zmm24
	vmovq 3592(%rsi), %xmm0
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm18, %zmm26
	vmovq 3656(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vmovq 3720(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vmovq 3784(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $6, %zmm21, %zmm24
	vmovdqa 3840(%rsi), %xmm0
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm21, %zmm26
	vmovdqa 3904(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 3968(%rsi), %xmm0
	vpaddd 960(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 4032(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $2, %zmm17, %zmm24
	vmovq 3848(%rsi), %xmm0
	vprord $13, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm17, %zmm26
	vmovq 3912(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 3976(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vmovq 4040(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vmovdqa64 %zmm16, 0(%rax)
	vmovdqa64 %zmm17, 64(%rax)
	vmovdqa64 %zmm18, 128(%rax)
	vmovdqa64 %zmm19, 192(%rax)
	vmovdqa64 %zmm20, 256(%rax)
	vmovdqa64 %zmm21, 320(%rax)
	vmovdqa64 %zmm22, 384(%rax)
	vmovdqa64 %zmm23, 448(%rax)
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_mixed_none, . - qr_sha256_mixed_none
.globl qr_sha256_mixed_0
.hidden qr_sha256_mixed_0
.type qr_sha256_mixed_0, @function
.balign 64
qr_sha256_mixed_0:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa64 0(%rax), %zmm16
	vmovdqa64 64(%rax), %zmm17
	vmovdqa64 128(%rax), %zmm18
	vmovdqa64 192(%rax), %zmm19
	vmovdqa64 256(%rax), %zmm20
	vmovdqa64 320(%rax), %zmm21
	vmovdqa64 384(%rax), %zmm22
	vmovdqa64 448(%rax), %zmm23
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vprord $6, %zmm20, %zmm24
	vmovdqa 0(%rsi), %xmm0
	vmovdqa64 64(%r8), %zmm28
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm20, %zmm26
	vmovdqa 64(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vmovdqa 128(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpaddd 0(%rcx), %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 192(%rsi), %xmm0
	vpaddd %zmm27, %zmm23, %zmm23
	vpaddd 0(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $2, %zmm16, %zmm24
	vmovq 8(%rsi), %xmm0
	vpaddd 576(%r8), %zmm28, %zmm28
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 896(%r8), %zmm31
	vprord $22, %zmm16, %zmm26
	vmovq 72(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vmovq 136(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vpsrld $10, %zmm31, %zmm31
	vmovq 200(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $6, %zmm19, %zmm24
	vmovdqa 256(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1024(%r8)
	vprord $25, %zmm19, %zmm26
	vmovdqa 320(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	vpaddd 0(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 384(%rsi), %xmm0
	vmovdqa64 %zmm28, 1024(%r10)
	vpaddd 64(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 128(%r8), %zmm28
	vmovdqa 448(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $2, %zmm23, %zmm24
	vmovq 264(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $13, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpsrld $3, %zmm28, %zmm28
	vprord $22, %zmm23, %zmm26
	vmovq 328(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 392(%rsi), %xmm0
	vpaddd 64(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vpaddd 640(%r8), %zmm28, %zmm28
	vmovq 456(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 960(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 512(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vprord $25, %zmm18, %zmm26
	vmovdqa 576(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vmovdqa 640(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 128(%rcx), %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 704(%rsi), %xmm0
	vpaddd %zmm27, %zmm21, %zmm21
	vmovdqa64 %zmm28, 1088(%r8)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $2, %zmm22, %zmm24
	vmovq 520(%rsi), %xmm0
	vpaddd 4(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1088(%r10)
	vprord $22, %zmm22, %zmm26
	vmovq 584(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vmovdqa64 192(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vmovq 648(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vprord $18, %zmm28, %zmm30
	vmovq 712(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $6, %zmm17, %zmm24
	vmovdqa 768(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 128(%r8), %zmm28, %zmm28
	vprord $25, %zmm17, %zmm26
	vmovdqa 832(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	vpaddd 704(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 896(%rsi), %xmm0
	vmovdqa64 1024(%r8), %zmm31
	vpaddd 192(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovdqa 960(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $2, %zmm21, %zmm24
	vmovq 776(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $13, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm21, %zmm26
	vmovq 840(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 904(%rsi), %xmm0
	vmovdqa64 %zmm28, 1152(%r8)
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vpaddd 8(%rdi){1to16}, %zmm28, %zmm28
	vmovq 968(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1152(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 1024(%rsi), %xmm0
	vmovdqa64 256(%r8), %zmm28
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm16, %zmm26
	vmovdqa 1088(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vmovdqa 1152(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpaddd 256(%rcx), %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 1216(%rsi), %xmm0
	vpaddd %zmm27, %zmm19, %zmm19
	vpaddd 192(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $2, %zmm20, %zmm24
	vmovq 1032(%rsi), %xmm0
	vpaddd 768(%r8), %zmm28, %zmm28
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 1088(%r8), %zmm31
	vprord $22, %zmm20, %zmm26
	vmovq 1096(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vmovq 1160(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vpsrld $10, %zmm31, %zmm31
	vmovq 1224(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $6, %zmm23, %zmm24
	vmovdqa 1280(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1216(%r8)
	vprord $25, %zmm23, %zmm26
	vmovdqa 1344(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	vpaddd 12(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 1408(%rsi), %xmm0
	vmovdqa64 %zmm28, 1216(%r10)
	vpaddd 320(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 320(%r8), %zmm28
	vmovdqa 1472(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $2, %zmm19, %zmm24
	vmovq 1288(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $13, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpsrld $3, %zmm28, %zmm28
	vprord $22, %zmm19, %zmm26
	vmovq 1352(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 1416(%rsi), %xmm0
	vpaddd 256(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vpaddd 832(%r8), %zmm28, %zmm28
	vmovq 1480(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 1152(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 1536(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vprord $25, %zmm22, %zmm26
	vmovdqa 1600(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa 1664(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 384(%rcx), %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1728(%rsi), %xmm0
	vpaddd %zmm27, %zmm17, %zmm17
	vmovdqa64 %zmm28, 1280(%r8)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $2, %zmm18, %zmm24
	vmovq 1544(%rsi), %xmm0
	vpaddd 16(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1280(%r10)
	vprord $22, %zmm18, %zmm26
	vmovq 1608(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vmovdqa64 384(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vmovq 1672(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vprord $18, %zmm28, %zmm30
	vmovq 1736(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $6, %zmm21, %zmm24
	vmovdqa 1792(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 320(%r8), %zmm28, %zmm28
	vprord $25, %zmm21, %zmm26
	vmovdqa 1856(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	vpaddd 896(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 1920(%rsi), %xmm0
	vmovdqa64 1216(%r8), %zmm31
	vpaddd 448(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovdqa 1984(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $2, %zmm17, %zmm24
	vmovq 1800(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $13, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm17, %zmm26
	vmovq 1864(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 1928(%rsi), %xmm0
	vmovdqa64 %zmm28, 1344(%r8)
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vpaddd 20(%rdi){1to16}, %zmm28, %zmm28
	vmovq 1992(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1344(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $6, %zmm20, %zmm24
	vmovdqa 2048(%rsi), %xmm0
	vmovdqa64 448(%r8), %zmm28
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm20, %zmm26
	vmovdqa 2112(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vmovdqa 2176(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpaddd 512(%rcx), %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 2240(%rsi), %xmm0
	vpaddd %zmm27, %zmm23, %zmm23
	vpaddd 384(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $2, %zmm16, %zmm24
	vmovq 2056(%rsi), %xmm0
	vpaddd 960(%r8), %zmm28, %zmm28
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 1280(%r8), %zmm31
	vprord $22, %zmm16, %zmm26
	vmovq 2120(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vmovq 2184(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vpsrld $10, %zmm31, %zmm31
	vmovq 2248(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $6, %zmm19, %zmm24
	vmovdqa 2304(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1408(%r8)
	vprord $25, %zmm19, %zmm26
	vmovdqa 2368(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	vpaddd 24(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 2432(%rsi), %xmm0
	vmovdqa64 %zmm28, 1408(%r10)
	vpaddd 576(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 512(%r8), %zmm28
	vmovdqa 2496(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $2, %zmm23, %zmm24
	vmovq 2312(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $13, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpsrld $3, %zmm28, %zmm28
	vprord $22, %zmm23, %zmm26
	vmovq 2376(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 2440(%rsi), %xmm0
	vpaddd 448(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vpaddd 1024(%r8), %zmm28, %zmm28
	vmovq 2504(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 1344(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 2560(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vprord $25, %zmm18, %zmm26
	vmovdqa 2624(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vmovdqa 2688(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 640(%rcx), %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 2752(%rsi), %xmm0
	vpaddd %zmm27, %zmm21, %zmm21
	vmovdqa64 %zmm28, 1472(%r8)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $2, %zmm22, %zmm24
	vmovq 2568(%rsi), %xmm0
	vpaddd 28(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1472(%r10)
	vprord $22, %zmm22, %zmm26
	vmovq 2632(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vmovdqa64 576(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vmovq 2696(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vprord $18, %zmm28, %zmm30
	vmovq 2760(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $6, %zmm17, %zmm24
	vmovdqa 2816(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 512(%r8), %zmm28, %zmm28
	vprord $25, %zmm17, %zmm26
	vmovdqa 2880(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	vpaddd 1088(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 2944(%rsi), %xmm0
	vmovdqa64 1408(%r8), %zmm31
	vpaddd 704(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovdqa 3008(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $2, %zmm21, %zmm24
	vmovq 2824(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $13, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm21, %zmm26
	vmovq 2888(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 2952(%rsi), %xmm0
	vmovdqa64 %zmm28, 1536(%r8)
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vpaddd 32(%rdi){1to16}, %zmm28, %zmm28
	vmovq 3016(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1536(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 3072(%rsi), %xmm0
	vmovdqa64 640(%r8), %zmm28
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm16, %zmm26
	vmovdqa 3136(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vmovdqa 3200(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpaddd 768(%rcx), %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 3264(%rsi), %xmm0
	vpaddd %zmm27, %zmm19, %zmm19
	vpaddd 576(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $2, %zmm20, %zmm24
	vmovq 3080(%rsi), %xmm0
	vpaddd 1152(%r8), %zmm28, %zmm28
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 1472(%r8), %zmm31
	vprord $22, %zmm20, %zmm26
	vmovq 3144(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vmovq 3208(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vpsrld $10, %zmm31, %zmm31
	vmovq 3272(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $6, %zmm23, %zmm24
	vmovdqa 3328(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1600(%r8)
	vprord $25, %zmm23, %zmm26
	vmovdqa 3392(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	vpaddd 36(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 3456(%rsi), %xmm0
	vmovdqa64 %zmm28, 1600(%r10)
	vpaddd 832(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 704(%r8), %zmm28
	vmovdqa 3520(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $2, %zmm19, %zmm24
	vmovq 3336(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $13, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpsrld $3, %zmm28, %zmm28
	vprord $22, %zmm19, %zmm26
	vmovq 3400(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 3464(%rsi), %xmm0
	vpaddd 640(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vpaddd 1216(%r8), %zmm28, %zmm28
	vmovq 3528(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 1536(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 3584(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vprord $25, %zmm22, %zmm26
	vmovdqa 3648(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa 3712(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 896(%rcx), %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 3776(%rsi), %xmm0
	vpaddd %zmm27, %zmm17, %zmm17
	vmovdqa64 %zmm28, 1664(%r8)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $2, %zmm18, %zmm24
	vmovq 3592(%rsi), %xmm0
	vpaddd 40(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1664(%r10)
	vprord $22, %zmm18, %zmm26
	vmovq 3656(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vmovdqa64 768(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vmovq 3720(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vprord $18, %zmm28, %zmm30
	vmovq 3784(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $6, %zmm21, %zmm24
	vmovdqa 3840(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 704(%r8), %zmm28, %zmm28
	vprord $25, %zmm21, %zmm26
	vmovdqa 3904(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	vpaddd 1280(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 3968(%rsi), %xmm0
	vmovdqa64 1600(%r8), %zmm31
	vpaddd 960(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovdqa 4032(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $2, %zmm17, %zmm24
	vmovq 3848(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $13, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm17, %zmm26
	vmovq 3912(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 3976(%rsi), %xmm0
	vmovdqa64 %zmm28, 1728(%r8)
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vpaddd 44(%rdi){1to16}, %zmm28, %zmm28
	vmovq 4040(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1728(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vmovdqa64 %zmm16, 0(%rax)
	vmovdqa64 %zmm17, 64(%rax)
	vmovdqa64 %zmm18, 128(%rax)
	vmovdqa64 %zmm19, 192(%rax)
	vmovdqa64 %zmm20, 256(%rax)
	vmovdqa64 %zmm21, 320(%rax)
	vmovdqa64 %zmm22, 384(%rax)
	vmovdqa64 %zmm23, 448(%rax)
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_mixed_0, . - qr_sha256_mixed_0
.globl qr_sha256_mixed_1
.hidden qr_sha256_mixed_1
.type qr_sha256_mixed_1, @function
.balign 64
qr_sha256_mixed_1:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa64 0(%rax), %zmm16
	vmovdqa64 64(%rax), %zmm17
	vmovdqa64 128(%rax), %zmm18
	vmovdqa64 192(%rax), %zmm19
	vmovdqa64 256(%rax), %zmm20
	vmovdqa64 320(%rax), %zmm21
	vmovdqa64 384(%rax), %zmm22
	vmovdqa64 448(%rax), %zmm23
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vprord $6, %zmm20, %zmm24
	vmovdqa 0(%rsi), %xmm0
	vmovdqa64 64(%r9), %zmm28
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm20, %zmm26
	vmovdqa 64(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 128(%rsi), %xmm0
	vpaddd 0(%rcx), %zmm23, %zmm23
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 192(%rsi), %xmm0
	vpaddd 0(%r9), %zmm28, %zmm28
	vpaddd %zmm27, %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vpaddd 576(%r9), %zmm28, %zmm28
	vprord $2, %zmm16, %zmm24
	vmovq 8(%rsi), %xmm0
	vmovdqa64 896(%r9), %zmm31
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vprord $22, %zmm16, %zmm26
	vmovq 72(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vpsrld $10, %zmm31, %zmm31
	vmovq 136(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd %zmm23, %zmm19, %zmm19
	vmovq 200(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vmovdqa64 %zmm28, 1024(%r9)
	vprord $6, %zmm19, %zmm24
	vmovdqa 256(%rsi), %xmm0
	vpaddd 0(%rdi){1to16}, %zmm28, %zmm10
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm19, %zmm26
	vmovdqa64 128(%r9), %zmm28
	vmovdqa 320(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vprord $7, %zmm28, %zmm29
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 384(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vpaddd 64(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 448(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vpaddd 64(%r9), %zmm28, %zmm28
	vprord $2, %zmm23, %zmm24
	vmovq 264(%rsi), %xmm0
	vprord $13, %zmm23, %zmm25
	vpaddd 640(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm23, %zmm26
	vmovq 328(%rsi), %xmm0
	vmovdqa64 960(%r9), %zmm31
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $17, %zmm31, %zmm29
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 392(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vpsrld $10, %zmm31, %zmm31
	vmovq 456(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 512(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 %zmm28, 1088(%r9)
	vprord $25, %zmm18, %zmm26
	vmovdqa 576(%rsi), %xmm0
	vpaddd 4(%rdi){1to16}, %zmm28, %zmm11
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vmovdqa64 192(%r9), %zmm28
	vmovdqa 640(%rsi), %xmm0
	vpaddd 128(%rcx), %zmm21, %zmm21
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 704(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vpaddd %zmm27, %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vpsrld $3, %zmm28, %zmm28
	vprord $2, %zmm22, %zmm24
	vmovq 520(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 128(%r9), %zmm28, %zmm28
	vprord $22, %zmm22, %zmm26
	vmovq 584(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vpaddd 704(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vmovdqa64 1024(%r9), %zmm31
	vmovq 648(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $17, %zmm31, %zmm29
	vpaddd %zmm21, %zmm17, %zmm17
	vmovq 712(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vpsrld $10, %zmm31, %zmm31
	vprord $6, %zmm17, %zmm24
	vmovdqa 768(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm17, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 832(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 %zmm28, 1152(%r9)
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 896(%rsi), %xmm0
	vpaddd 8(%rdi){1to16}, %zmm28, %zmm12
	vpaddd 192(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 256(%r9), %zmm28
	vmovdqa 960(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $18, %zmm28, %zmm30
	vprord $2, %zmm21, %zmm24
	vmovq 776(%rsi), %xmm0
	vprord $13, %zmm21, %zmm25
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm21, %zmm26
	vmovq 840(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 192(%r9), %zmm28, %zmm28
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 904(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 768(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vmovdqa64 1088(%r9), %zmm31
	vmovq 968(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 1024(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $10, %zmm31, %zmm31
	vprord $25, %zmm16, %zmm26
	vmovdqa 1088(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1152(%rsi), %xmm0
	vpaddd 256(%rcx), %zmm19, %zmm19
	vmovdqa64 %zmm28, 1216(%r9)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1216(%rsi), %xmm0
	vpaddd 12(%rdi){1to16}, %zmm28, %zmm13
	vpaddd %zmm27, %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vpunpckldq %zmm11, %zmm10, %zmm14
	vprord $2, %zmm20, %zmm24
	vmovq 1032(%rsi), %xmm0
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpunpckldq %zmm13, %zmm12, %zmm15
	vprord $22, %zmm20, %zmm26
	vmovq 1096(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vpunpckhdq %zmm13, %zmm12, %zmm12
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vmovq 1160(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vpaddd %zmm19, %zmm23, %zmm23
	vmovq 1224(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	vprord $6, %zmm23, %zmm24
	vmovdqa 1280(%rsi), %xmm0
	vmovdqa64 %zmm11, 1024(%r11)
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm23, %zmm26
	vmovdqa64 %zmm14, 1088(%r11)
	vmovdqa 1344(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 %zmm13, 1152(%r11)
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 1408(%rsi), %xmm0
	vmovdqa64 %zmm10, 1216(%r11)
	vpaddd 320(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 320(%r9), %zmm28
	vmovdqa 1472(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $18, %zmm28, %zmm30
	vprord $2, %zmm19, %zmm24
	vmovq 1288(%rsi), %xmm0
	vprord $13, %zmm19, %zmm25
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm19, %zmm26
	vmovq 1352(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 256(%r9), %zmm28, %zmm28
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 1416(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 832(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vmovdqa64 1152(%r9), %zmm31
	vmovq 1480(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 1536(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $10, %zmm31, %zmm31
	vprord $25, %zmm22, %zmm26
	vmovdqa 1600(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1664(%rsi), %xmm0
	vpaddd 384(%rcx), %zmm17, %zmm17
	vmovdqa64 %zmm28, 1280(%r9)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 1728(%rsi), %xmm0
	vpaddd 16(%rdi){1to16}, %zmm28, %zmm10
	vpaddd %zmm27, %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vmovdqa64 384(%r9), %zmm28
	vprord $2, %zmm18, %zmm24
	vmovq 1544(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $18, %zmm28, %zmm30
	vprord $22, %zmm18, %zmm26
	vmovq 1608(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovq 1672(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd 320(%r9), %zmm28, %zmm28
	vpaddd %zmm17, %zmm21, %zmm21
	vmovq 1736(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd 896(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vmovdqa64 1216(%r9), %zmm31
	vprord $6, %zmm21, %zmm24
	vmovdqa 1792(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm21, %zmm26
	vprord $19, %zmm31, %zmm30
	vmovdqa 1856(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 1920(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 448(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 1984(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vmovdqa64 %zmm28, 1344(%r9)
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vpaddd 20(%rdi){1to16}, %zmm28, %zmm11
	vprord $2, %zmm17, %zmm24
	vmovq 1800(%rsi), %xmm0
	vprord $13, %zmm17, %zmm25
	vmovdqa64 448(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm17, %zmm26
	vmovq 1864(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $18, %zmm28, %zmm30
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 1928(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovq 1992(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd 384(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $6, %zmm20, %zmm24
	vmovdqa 2048(%rsi), %xmm0
	vpaddd 960(%r9), %zmm28, %zmm28
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 1280(%r9), %zmm31
	vprord $25, %zmm20, %zmm26
	vmovdqa 2112(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vprord $19, %zmm31, %zmm30
	vmovdqa 2176(%rsi), %xmm0
	vpaddd 512(%rcx), %zmm23, %zmm23
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 2240(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd %zmm27, %zmm23, %zmm23
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $2, %zmm16, %zmm24
	vmovq 2056(%rsi), %xmm0
	vmovdqa64 %zmm28, 1408(%r9)
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 24(%rdi){1to16}, %zmm28, %zmm12
	vprord $22, %zmm16, %zmm26
	vmovq 2120(%rsi), %xmm0
	vmovdqa64 %zmm16, %zmm27
	vmovdqa64 512(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vprord $7, %zmm28, %zmm29
	vmovq 2184(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $18, %zmm28, %zmm30
	vpaddd %zmm23, %zmm19, %zmm19
	vmovq 2248(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $6, %zmm19, %zmm24
	vmovdqa 2304(%rsi), %xmm0
	vpaddd 448(%r9), %zmm28, %zmm28
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm19, %zmm26
	vpaddd 1024(%r9), %zmm28, %zmm28
	vmovdqa 2368(%rsi), %xmm0
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 1344(%r9), %zmm31
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa 2432(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vpaddd 576(%rcx), %zmm22, %zmm22
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $19, %zmm31, %zmm30
	vmovdqa 2496(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm22, %zmm22
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $2, %zmm23, %zmm24
	vmovq 2312(%rsi), %xmm0
	vprord $13, %zmm23, %zmm25
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm23, %zmm26
	vmovq 2376(%rsi), %xmm0
	vmovdqa64 %zmm28, 1472(%r9)
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 28(%rdi){1to16}, %zmm28, %zmm13
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 2440(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpunpckldq %zmm11, %zmm10, %zmm14
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vmovq 2504(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpunpckldq %zmm13, %zmm12, %zmm15
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $6, %zmm18, %zmm24
	vmovdqa 2560(%rsi), %xmm0
	vpunpckhdq %zmm13, %zmm12, %zmm12
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vprord $25, %zmm18, %zmm26
	vmovdqa 2624(%rsi), %xmm0
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	vmovdqa 2688(%rsi), %xmm0
	vpaddd 640(%rcx), %zmm21, %zmm21
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 2752(%rsi), %xmm0
	vmovdqa64 %zmm11, 1280(%r11)
	vpaddd %zmm27, %zmm21, %zmm21
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vmovdqa64 %zmm14, 1344(%r11)
	vprord $2, %zmm22, %zmm24
	vmovq 2568(%rsi), %xmm0
	vmovdqa64 %zmm13, 1408(%r11)
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm10, 1472(%r11)
	vprord $22, %zmm22, %zmm26
	vmovq 2632(%rsi), %xmm0
	vmovdqa64 %zmm22, %zmm27
	vmovdqa64 576(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vprord $7, %zmm28, %zmm29
	vmovq 2696(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vprord $18, %zmm28, %zmm30
	vpaddd %zmm21, %zmm17, %zmm17
	vmovq 2760(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $6, %zmm17, %zmm24
	vmovdqa 2816(%rsi), %xmm0
	vpaddd 512(%r9), %zmm28, %zmm28
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm17, %zmm26
	vpaddd 1088(%r9), %zmm28, %zmm28
	vmovdqa 2880(%rsi), %xmm0
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 1408(%r9), %zmm31
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa 2944(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vpaddd 704(%rcx), %zmm20, %zmm20
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $19, %zmm31, %zmm30
	vmovdqa 3008(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm20, %zmm20
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $2, %zmm21, %zmm24
	vmovq 2824(%rsi), %xmm0
	vprord $13, %zmm21, %zmm25
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm21, %zmm26
	vmovq 2888(%rsi), %xmm0
	vmovdqa64 %zmm28, 1536(%r9)
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 32(%rdi){1to16}, %zmm28, %zmm10
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 2952(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 640(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vprord $7, %zmm28, %zmm29
	vmovq 3016(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $6, %zmm16, %zmm24
	vmovdqa 3072(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $25, %zmm16, %zmm26
	vmovdqa 3136(%rsi), %xmm0
	vpaddd 576(%r9), %zmm28, %zmm28
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vpaddd 1152(%r9), %zmm28, %zmm28
	vmovdqa 3200(%rsi), %xmm0
	vpaddd 768(%rcx), %zmm19, %zmm19
	vmovdqa64 1472(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3264(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vpaddd %zmm27, %zmm19, %zmm19
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $19, %zmm31, %zmm30
	vprord $2, %zmm20, %zmm24
	vmovq 3080(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm20, %zmm26
	vmovq 3144(%rsi), %xmm0
	vmovdqa64 %zmm20, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vmovdqa64 %zmm28, 1600(%r9)
	vmovq 3208(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd 36(%rdi){1to16}, %zmm28, %zmm11
	vpaddd %zmm19, %zmm23, %zmm23
	vmovq 3272(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 704(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vprord $7, %zmm28, %zmm29
	vprord $6, %zmm23, %zmm24
	vmovdqa 3328(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm23, %zmm26
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 3392(%rsi), %xmm0
	vmovdqa64 %zmm23, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa 3456(%rsi), %xmm0
	vpaddd 640(%r9), %zmm28, %zmm28
	vpaddd 832(%rcx), %zmm18, %zmm18
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 1216(%r9), %zmm28, %zmm28
	vmovdqa 3520(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vmovdqa64 1536(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $17, %zmm31, %zmm29
	vprord $2, %zmm19, %zmm24
	vmovq 3336(%rsi), %xmm0
	vprord $13, %zmm19, %zmm25
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm19, %zmm26
	vmovq 3400(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vmovdqa64 %zmm19, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 3464(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vmovdqa64 %zmm28, 1664(%r9)
	vmovq 3528(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd 40(%rdi){1to16}, %zmm28, %zmm12
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vprord $6, %zmm22, %zmm24
	vmovdqa 3584(%rsi), %xmm0
	vmovdqa64 768(%r9), %zmm28
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm22, %zmm26
	vmovdqa 3648(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vpsrld $3, %zmm28, %zmm28
	vmovdqa 3712(%rsi), %xmm0
	vpaddd 896(%rcx), %zmm17, %zmm17
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa 3776(%rsi), %xmm0
	vpaddd 704(%r9), %zmm28, %zmm28
	vpaddd %zmm27, %zmm17, %zmm17
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vpaddd 1280(%r9), %zmm28, %zmm28
	vprord $2, %zmm18, %zmm24
	vmovq 3592(%rsi), %xmm0
	vmovdqa64 1600(%r9), %zmm31
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vprord $22, %zmm18, %zmm26
	vmovq 3656(%rsi), %xmm0
	vmovdqa64 %zmm18, %zmm27
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vpsrld $10, %zmm31, %zmm31
	vmovq 3720(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd %zmm17, %zmm21, %zmm21
	vmovq 3784(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vmovdqa64 %zmm28, 1728(%r9)
	vprord $6, %zmm21, %zmm24
	vmovdqa 3840(%rsi), %xmm0
	vpaddd 44(%rdi){1to16}, %zmm28, %zmm13
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $25, %zmm21, %zmm26
	vpunpckldq %zmm11, %zmm10, %zmm14
	vmovdqa 3904(%rsi), %xmm0
	vmovdqa64 %zmm21, %zmm27
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vmovdqa 3968(%rsi), %xmm0
	vpunpckldq %zmm13, %zmm12, %zmm15
	vpaddd 960(%rcx), %zmm16, %zmm16
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpunpckhdq %zmm13, %zmm12, %zmm12
	vmovdqa 4032(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm16, %zmm16
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vprord $2, %zmm17, %zmm24
	vmovq 3848(%rsi), %xmm0
	vprord $13, %zmm17, %zmm25
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $22, %zmm17, %zmm26
	vmovq 3912(%rsi), %xmm0
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	vmovdqa64 %zmm17, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 %zmm11, 1536(%r11)
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 3976(%rsi), %xmm0
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm14, 1600(%r11)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vmovdqa64 %zmm13, 1664(%r11)
	vmovq 4040(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm10, 1728(%r11)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vmovdqa64 %zmm16, 0(%rax)
	vmovdqa64 %zmm17, 64(%rax)
	vmovdqa64 %zmm18, 128(%rax)
	vmovdqa64 %zmm19, 192(%rax)
	vmovdqa64 %zmm20, 256(%rax)
	vmovdqa64 %zmm21, 320(%rax)
	vmovdqa64 %zmm22, 384(%rax)
	vmovdqa64 %zmm23, 448(%rax)
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_mixed_1, . - qr_sha256_mixed_1
.globl qr_sha256_mixed_01
.hidden qr_sha256_mixed_01
.type qr_sha256_mixed_01, @function
.balign 64
qr_sha256_mixed_01:
	movq 0(%rdi), %rax
	movq 8(%rdi), %rcx
	movq 16(%rdi), %rdx
	movq 24(%rdi), %rsi
	movq 32(%rdi), %r8
	movq 40(%rdi), %r9
	movq 48(%rdi), %r10
	movq 56(%rdi), %r11
	movq 64(%rdi), %rdi
	vmovdqa64 0(%rax), %zmm16
	vmovdqa64 64(%rax), %zmm17
	vmovdqa64 128(%rax), %zmm18
	vmovdqa64 192(%rax), %zmm19
	vmovdqa64 256(%rax), %zmm20
	vmovdqa64 320(%rax), %zmm21
	vmovdqa64 384(%rax), %zmm22
	vmovdqa64 448(%rax), %zmm23
	vmovdqa 0(%rdx), %xmm1
	vmovdqa 16(%rdx), %xmm2
	vmovdqa 32(%rdx), %xmm3
	vmovdqa 48(%rdx), %xmm4
	vmovdqa 64(%rdx), %xmm5
	vmovdqa 80(%rdx), %xmm6
	vmovdqa 96(%rdx), %xmm7
	vmovdqa 112(%rdx), %xmm8
	vmovdqa64 64(%r8), %zmm28
	vprord $6, %zmm20, %zmm24
	vmovdqa 0(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $18, %zmm28, %zmm30
	vpsrld $3, %zmm28, %zmm28
	vprord $25, %zmm20, %zmm26
	vmovdqa 64(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa64 %zmm20, %zmm27
	vpaddd 0(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vpaddd 576(%r8), %zmm28, %zmm28
	vmovdqa 128(%rsi), %xmm0
	vmovdqa64 896(%r8), %zmm31
	vpaddd 0(%rcx), %zmm23, %zmm23
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $19, %zmm31, %zmm30
	vmovdqa 192(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vpaddd %zmm27, %zmm23, %zmm23
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $2, %zmm16, %zmm24
	vmovdqa64 %zmm28, 1024(%r8)
	vmovq 8(%rsi), %xmm0
	vpaddd 0(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1024(%r10)
	vprord $22, %zmm16, %zmm26
	vmovdqa64 64(%r9), %zmm28
	vmovq 72(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $18, %zmm28, %zmm30
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vpsrld $3, %zmm28, %zmm28
	vmovq 136(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 0(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vpaddd 576(%r9), %zmm28, %zmm28
	vmovq 200(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 896(%r9), %zmm31
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $19, %zmm31, %zmm30
	vprord $6, %zmm19, %zmm24
	vmovdqa 256(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $25, %zmm19, %zmm26
	vmovdqa 320(%rsi), %xmm0
	vmovdqa64 %zmm28, 1024(%r9)
	vmovdqa64 %zmm19, %zmm27
	vpaddd 0(%rdi){1to16}, %zmm28, %zmm10
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 128(%r8), %zmm28
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vprord $7, %zmm28, %zmm29
	vmovdqa 384(%rsi), %xmm0
	vpaddd 64(%rcx), %zmm22, %zmm22
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 448(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vpaddd 64(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd 640(%r8), %zmm28, %zmm28
	vpaddd %zmm26, %zmm22, %zmm22
	vmovdqa64 960(%r8), %zmm31
	vprord $2, %zmm23, %zmm24
	vmovq 264(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $13, %zmm23, %zmm25
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpsrld $10, %zmm31, %zmm31
	vprord $22, %zmm23, %zmm26
	vmovq 328(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovdqa64 %zmm23, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 %zmm28, 1088(%r8)
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 392(%rsi), %xmm0
	vpaddd 4(%rdi){1to16}, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm28, 1088(%r10)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vmovdqa64 128(%r9), %zmm28
	vprord $7, %zmm28, %zmm29
	vmovq 456(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $6, %zmm18, %zmm24
	vmovdqa 512(%rsi), %xmm0
	vpaddd 64(%r9), %zmm28, %zmm28
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 640(%r9), %zmm28, %zmm28
	vmovdqa64 960(%r9), %zmm31
	vprord $25, %zmm18, %zmm26
	vmovdqa 576(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vmovdqa64 %zmm18, %zmm27
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 640(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd 128(%rcx), %zmm21, %zmm21
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm28, 1088(%r9)
	vmovdqa 704(%rsi), %xmm0
	vpaddd 4(%rdi){1to16}, %zmm28, %zmm11
	vpaddd %zmm27, %zmm21, %zmm21
	vmovdqa64 192(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $7, %zmm28, %zmm29
	vprord $2, %zmm22, %zmm24
	vprord $18, %zmm28, %zmm30
	vmovq 520(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $22, %zmm22, %zmm26
	vpaddd 128(%r8), %zmm28, %zmm28
	vmovq 584(%rsi), %xmm0
	vpaddd 704(%r8), %zmm28, %zmm28
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 1024(%r8), %zmm31
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vprord $17, %zmm31, %zmm29
	vmovq 648(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 712(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa64 %zmm28, 1152(%r8)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vpaddd 8(%rdi){1to16}, %zmm28, %zmm28
	vprord $6, %zmm17, %zmm24
	vmovdqa 768(%rsi), %xmm0
	vmovdqa64 %zmm28, 1152(%r10)
	vmovdqa64 192(%r9), %zmm28
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $7, %zmm28, %zmm29
	vprord $25, %zmm17, %zmm26
	vmovdqa 832(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vmovdqa64 %zmm17, %zmm27
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vpaddd 128(%r9), %zmm28, %zmm28
	vmovdqa 896(%rsi), %xmm0
	vpaddd 192(%rcx), %zmm20, %zmm20
	vpaddd 704(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa64 1024(%r9), %zmm31
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovdqa 960(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpsrld $10, %zmm31, %zmm31
	vpaddd %zmm26, %zmm20, %zmm20
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $2, %zmm21, %zmm24
	vmovq 776(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $13, %zmm21, %zmm25
	vmovdqa64 %zmm28, 1152(%r9)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 8(%rdi){1to16}, %zmm28, %zmm12
	vprord $22, %zmm21, %zmm26
	vmovq 840(%rsi), %xmm0
	vmovdqa64 256(%r8), %zmm28
	vmovdqa64 %zmm21, %zmm27
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $18, %zmm28, %zmm30
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 904(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vpaddd 192(%r8), %zmm28, %zmm28
	vpaddd 768(%r8), %zmm28, %zmm28
	vmovq 968(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 1088(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $17, %zmm31, %zmm29
	vprord $19, %zmm31, %zmm30
	vprord $6, %zmm16, %zmm24
	vmovdqa 1024(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $25, %zmm16, %zmm26
	vmovdqa 1088(%rsi), %xmm0
	vmovdqa64 %zmm28, 1216(%r8)
	vmovdqa64 %zmm16, %zmm27
	vpaddd 12(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vmovdqa64 %zmm28, 1216(%r10)
	vmovdqa 1152(%rsi), %xmm0
	vmovdqa64 256(%r9), %zmm28
	vpaddd 256(%rcx), %zmm19, %zmm19
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $18, %zmm28, %zmm30
	vmovdqa 1216(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpaddd %zmm27, %zmm19, %zmm19
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vpaddd 192(%r9), %zmm28, %zmm28
	vprord $2, %zmm20, %zmm24
	vpaddd 768(%r9), %zmm28, %zmm28
	vmovq 1032(%rsi), %xmm0
	vmovdqa64 1088(%r9), %zmm31
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vprord $22, %zmm20, %zmm26
	vprord $19, %zmm31, %zmm30
	vmovq 1096(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	vmovq 1160(%rsi), %xmm0
	vmovdqa64 %zmm28, 1216(%r9)
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 12(%rdi){1to16}, %zmm28, %zmm13
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vpunpckldq %zmm11, %zmm10, %zmm14
	vmovq 1224(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vpunpckldq %zmm13, %zmm12, %zmm15
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vpunpckhdq %zmm13, %zmm12, %zmm12
	vprord $6, %zmm23, %zmm24
	vmovdqa 1280(%rsi), %xmm0
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	vprord $25, %zmm23, %zmm26
	vmovdqa 1344(%rsi), %xmm0
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	vmovdqa64 %zmm23, %zmm27
	vmovdqa64 %zmm11, 1024(%r11)
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 %zmm14, 1088(%r11)
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vmovdqa64 %zmm13, 1152(%r11)
	vmovdqa 1408(%rsi), %xmm0
	vpaddd 320(%rcx), %zmm18, %zmm18
	vmovdqa64 %zmm10, 1216(%r11)
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vmovdqa64 320(%r8), %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $7, %zmm28, %zmm29
	vmovdqa 1472(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpsrld $3, %zmm28, %zmm28
	vpaddd %zmm26, %zmm18, %zmm18
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $2, %zmm19, %zmm24
	vmovq 1288(%rsi), %xmm0
	vpaddd 256(%r8), %zmm28, %zmm28
	vprord $13, %zmm19, %zmm25
	vpaddd 832(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 1152(%r8), %zmm31
	vprord $22, %zmm19, %zmm26
	vmovq 1352(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vmovdqa64 %zmm19, %zmm27
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 1416(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vmovdqa64 %zmm28, 1280(%r8)
	vpaddd 16(%rdi){1to16}, %zmm28, %zmm28
	vmovq 1480(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1280(%r10)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vmovdqa64 320(%r9), %zmm28
	vprord $7, %zmm28, %zmm29
	vprord $6, %zmm22, %zmm24
	vmovdqa 1536(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $25, %zmm22, %zmm26
	vmovdqa 1600(%rsi), %xmm0
	vpaddd 256(%r9), %zmm28, %zmm28
	vmovdqa64 %zmm22, %zmm27
	vpaddd 832(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa64 1152(%r9), %zmm31
	vmovdqa 1664(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vpaddd 384(%rcx), %zmm17, %zmm17
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 1728(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpaddd %zmm27, %zmm17, %zmm17
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vmovdqa64 %zmm28, 1280(%r9)
	vprord $2, %zmm18, %zmm24
	vpaddd 16(%rdi){1to16}, %zmm28, %zmm10
	vmovq 1544(%rsi), %xmm0
	vmovdqa64 384(%r8), %zmm28
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $7, %zmm28, %zmm29
	vprord $22, %zmm18, %zmm26
	vprord $18, %zmm28, %zmm30
	vmovq 1608(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vpaddd 320(%r8), %zmm28, %zmm28
	vmovq 1672(%rsi), %xmm0
	vpaddd 896(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 1216(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vprord $17, %zmm31, %zmm29
	vmovq 1736(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $19, %zmm31, %zmm30
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $6, %zmm21, %zmm24
	vmovdqa 1792(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa64 %zmm28, 1344(%r8)
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 20(%rdi){1to16}, %zmm28, %zmm28
	vprord $25, %zmm21, %zmm26
	vmovdqa 1856(%rsi), %xmm0
	vmovdqa64 %zmm28, 1344(%r10)
	vmovdqa64 %zmm21, %zmm27
	vmovdqa64 384(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vprord $7, %zmm28, %zmm29
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vprord $18, %zmm28, %zmm30
	vmovdqa 1920(%rsi), %xmm0
	vpaddd 448(%rcx), %zmm16, %zmm16
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 320(%r9), %zmm28, %zmm28
	vmovdqa 1984(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vpaddd 896(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa64 1216(%r9), %zmm31
	vpaddd %zmm26, %zmm16, %zmm16
	vprord $17, %zmm31, %zmm29
	vprord $2, %zmm17, %zmm24
	vmovq 1800(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vprord $13, %zmm17, %zmm25
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $22, %zmm17, %zmm26
	vmovq 1864(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa64 %zmm17, %zmm27
	vmovdqa64 %zmm28, 1344(%r9)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 20(%rdi){1to16}, %zmm28, %zmm11
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 1928(%rsi), %xmm0
	vmovdqa64 448(%r8), %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vprord $18, %zmm28, %zmm30
	vpsrld $3, %zmm28, %zmm28
	vmovq 1992(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vpaddd 384(%r8), %zmm28, %zmm28
	vpaddd 960(%r8), %zmm28, %zmm28
	vprord $6, %zmm20, %zmm24
	vmovdqa 2048(%rsi), %xmm0
	vmovdqa64 1280(%r8), %zmm31
	vprord $11, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $17, %zmm31, %zmm29
	vprord $19, %zmm31, %zmm30
	vprord $25, %zmm20, %zmm26
	vmovdqa 2112(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vmovdqa64 %zmm20, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm22, %zmm21, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 2176(%rsi), %xmm0
	vmovdqa64 %zmm28, 1408(%r8)
	vpaddd 512(%rcx), %zmm23, %zmm23
	vpaddd 24(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm28, 1408(%r10)
	vmovdqa 2240(%rsi), %xmm0
	vmovdqa64 448(%r9), %zmm28
	vpaddd %zmm27, %zmm23, %zmm23
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm23, %zmm23
	vprord $18, %zmm28, %zmm30
	vprord $2, %zmm16, %zmm24
	vpsrld $3, %zmm28, %zmm28
	vmovq 2056(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $13, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpaddd 384(%r9), %zmm28, %zmm28
	vprord $22, %zmm16, %zmm26
	vpaddd 960(%r9), %zmm28, %zmm28
	vmovq 2120(%rsi), %xmm0
	vmovdqa64 1280(%r9), %zmm31
	vmovdqa64 %zmm16, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $17, %zmm31, %zmm29
	vpternlogd $0xe8, %zmm18, %zmm17, %zmm27
	vprord $19, %zmm31, %zmm30
	vmovq 2184(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm23, %zmm19, %zmm19
	vpaddd %zmm31, %zmm28, %zmm28
	vmovq 2248(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1408(%r9)
	vpaddd 24(%rdi){1to16}, %zmm28, %zmm12
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm23, %zmm23
	vmovdqa64 512(%r8), %zmm28
	vprord $6, %zmm19, %zmm24
	vmovdqa 2304(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vprord $18, %zmm28, %zmm30
	vprord $11, %zmm19, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpsrld $3, %zmm28, %zmm28
	vprord $25, %zmm19, %zmm26
	vmovdqa 2368(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa64 %zmm19, %zmm27
	vpaddd 448(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd 1024(%r8), %zmm28, %zmm28
	vpternlogd $0xca, %zmm21, %zmm20, %zmm27
	vmovdqa64 1344(%r8), %zmm31
	vmovdqa 2432(%rsi), %xmm0
	vpaddd 576(%rcx), %zmm22, %zmm22
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vprord $19, %zmm31, %zmm30
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpsrld $10, %zmm31, %zmm31
	vmovdqa 2496(%rsi), %xmm0
	vpaddd %zmm27, %zmm22, %zmm22
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm31, %zmm28, %zmm28
	vpaddd %zmm26, %zmm22, %zmm22
	vmovdqa64 %zmm28, 1472(%r8)
	vprord $2, %zmm23, %zmm24
	vmovq 2312(%rsi), %xmm0
	vpaddd 28(%rdi){1to16}, %zmm28, %zmm28
	vprord $13, %zmm23, %zmm25
	vmovdqa64 %zmm28, 1472(%r10)
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 512(%r9), %zmm28
	vprord $22, %zmm23, %zmm26
	vmovq 2376(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vmovdqa64 %zmm23, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0xe8, %zmm17, %zmm16, %zmm27
	vmovq 2440(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd 448(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm22, %zmm18, %zmm18
	vpaddd 1024(%r9), %zmm28, %zmm28
	vmovdqa64 1344(%r9), %zmm31
	vmovq 2504(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm22, %zmm22
	vprord $19, %zmm31, %zmm30
	vpsrld $10, %zmm31, %zmm31
	vprord $6, %zmm18, %zmm24
	vmovdqa 2560(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $11, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa64 %zmm28, 1472(%r9)
	vprord $25, %zmm18, %zmm26
	vmovdqa 2624(%rsi), %xmm0
	vpaddd 28(%rdi){1to16}, %zmm28, %zmm13
	vmovdqa64 %zmm18, %zmm27
	vpunpckldq %zmm11, %zmm10, %zmm14
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm20, %zmm19, %zmm27
	vpunpckhdq %zmm11, %zmm10, %zmm10
	vmovdqa 2688(%rsi), %xmm0
	vpunpckldq %zmm13, %zmm12, %zmm15
	vpaddd 640(%rcx), %zmm21, %zmm21
	vpunpckhdq %zmm13, %zmm12, %zmm12
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	vmovdqa 2752(%rsi), %xmm0
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vpaddd %zmm27, %zmm21, %zmm21
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm21, %zmm21
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	vprord $2, %zmm22, %zmm24
	vmovdqa64 %zmm11, 1280(%r11)
	vmovq 2568(%rsi), %xmm0
	vmovdqa64 %zmm14, 1344(%r11)
	vprord $13, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm13, 1408(%r11)
	vprord $22, %zmm22, %zmm26
	vmovdqa64 %zmm10, 1472(%r11)
	vmovq 2632(%rsi), %xmm0
	vmovdqa64 576(%r8), %zmm28
	vmovdqa64 %zmm22, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vprord $7, %zmm28, %zmm29
	vpternlogd $0xe8, %zmm16, %zmm23, %zmm27
	vprord $18, %zmm28, %zmm30
	vmovq 2696(%rsi), %xmm0
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm21, %zmm17, %zmm17
	vpaddd 512(%r8), %zmm28, %zmm28
	vmovq 2760(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd 1088(%r8), %zmm28, %zmm28
	vmovdqa64 1408(%r8), %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm21, %zmm21
	vprord $17, %zmm31, %zmm29
	vprord $6, %zmm17, %zmm24
	vmovdqa 2816(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vpsrld $10, %zmm31, %zmm31
	vprord $11, %zmm17, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $25, %zmm17, %zmm26
	vmovdqa 2880(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa64 %zmm17, %zmm27
	vmovdqa64 %zmm28, 1536(%r8)
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpaddd 32(%rdi){1to16}, %zmm28, %zmm28
	vpternlogd $0xca, %zmm19, %zmm18, %zmm27
	vmovdqa64 %zmm28, 1536(%r10)
	vmovdqa 2944(%rsi), %xmm0
	vpaddd 704(%rcx), %zmm20, %zmm20
	vmovdqa64 576(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $18, %zmm28, %zmm30
	vmovdqa 3008(%rsi), %xmm0
	vpaddd %zmm27, %zmm20, %zmm20
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vpaddd %zmm26, %zmm20, %zmm20
	vpaddd 512(%r9), %zmm28, %zmm28
	vprord $2, %zmm21, %zmm24
	vmovq 2824(%rsi), %xmm0
	vpaddd 1088(%r9), %zmm28, %zmm28
	vprord $13, %zmm21, %zmm25
	vmovdqa64 1408(%r9), %zmm31
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $17, %zmm31, %zmm29
	vprord $22, %zmm21, %zmm26
	vmovq 2888(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vmovdqa64 %zmm21, %zmm27
	vpsrld $10, %zmm31, %zmm31
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vpternlogd $0xe8, %zmm23, %zmm22, %zmm27
	vmovq 2952(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm28, 1536(%r9)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm20, %zmm16, %zmm16
	vpaddd 32(%rdi){1to16}, %zmm28, %zmm10
	vmovdqa64 640(%r8), %zmm28
	vmovq 3016(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vprord $7, %zmm28, %zmm29
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm20, %zmm20
	vprord $18, %zmm28, %zmm30
	vpsrld $3, %zmm28, %zmm28
	vprord $6, %zmm16, %zmm24
	vmovdqa 3072(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $11, %zmm16, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpaddd 576(%r8), %zmm28, %zmm28
	vpaddd 1152(%r8), %zmm28, %zmm28
	vprord $25, %zmm16, %zmm26
	vmovdqa 3136(%rsi), %xmm0
	vmovdqa64 1472(%r8), %zmm31
	vmovdqa64 %zmm16, %zmm27
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm18, %zmm17, %zmm27
	vprord $19, %zmm31, %zmm30
	vmovdqa 3200(%rsi), %xmm0
	vpsrld $10, %zmm31, %zmm31
	vpaddd 768(%rcx), %zmm19, %zmm19
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpaddd %zmm31, %zmm28, %zmm28
	vmovdqa 3264(%rsi), %xmm0
	vmovdqa64 %zmm28, 1600(%r8)
	vpaddd %zmm27, %zmm19, %zmm19
	vpaddd 36(%rdi){1to16}, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm19, %zmm19
	vmovdqa64 %zmm28, 1600(%r10)
	vprord $2, %zmm20, %zmm24
	vmovdqa64 640(%r9), %zmm28
	vmovq 3080(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vprord $13, %zmm20, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vprord $18, %zmm28, %zmm30
	vprord $22, %zmm20, %zmm26
	vpsrld $3, %zmm28, %zmm28
	vmovq 3144(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa64 %zmm20, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpaddd 576(%r9), %zmm28, %zmm28
	vpternlogd $0xe8, %zmm22, %zmm21, %zmm27
	vpaddd 1152(%r9), %zmm28, %zmm28
	vmovq 3208(%rsi), %xmm0
	vmovdqa64 1472(%r9), %zmm31
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm19, %zmm23, %zmm23
	vprord $19, %zmm31, %zmm30
	vmovq 3272(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm19, %zmm19
	vpaddd %zmm31, %zmm28, %zmm28
	vprord $6, %zmm23, %zmm24
	vmovdqa 3328(%rsi), %xmm0
	vmovdqa64 %zmm28, 1600(%r9)
	vpaddd 36(%rdi){1to16}, %zmm28, %zmm11
	vprord $11, %zmm23, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vmovdqa64 704(%r8), %zmm28
	vprord $25, %zmm23, %zmm26
	vmovdqa 3392(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vmovdqa64 %zmm23, %zmm27
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0xca, %zmm17, %zmm16, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovdqa 3456(%rsi), %xmm0
	vpaddd 832(%rcx), %zmm18, %zmm18
	vpaddd 640(%r8), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpaddd 1216(%r8), %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 1536(%r8), %zmm31
	vmovdqa 3520(%rsi), %xmm0
	vpaddd %zmm27, %zmm18, %zmm18
	vprord $17, %zmm31, %zmm29
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vprord $19, %zmm31, %zmm30
	vpaddd %zmm26, %zmm18, %zmm18
	vpsrld $10, %zmm31, %zmm31
	vprord $2, %zmm19, %zmm24
	vmovq 3336(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vprord $13, %zmm19, %zmm25
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 %zmm28, 1664(%r8)
	vprord $22, %zmm19, %zmm26
	vmovq 3400(%rsi), %xmm0
	vpaddd 40(%rdi){1to16}, %zmm28, %zmm28
	vmovdqa64 %zmm19, %zmm27
	vmovdqa64 %zmm28, 1664(%r10)
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vmovdqa64 704(%r9), %zmm28
	vpternlogd $0xe8, %zmm21, %zmm20, %zmm27
	vmovq 3464(%rsi), %xmm0
	vprord $7, %zmm28, %zmm29
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $18, %zmm28, %zmm30
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm18, %zmm22, %zmm22
	vpsrld $3, %zmm28, %zmm28
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vmovq 3528(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vpaddd 640(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm18, %zmm18
	vpaddd 1216(%r9), %zmm28, %zmm28
	vmovdqa64 1536(%r9), %zmm31
	vprord $6, %zmm22, %zmm24
	vmovdqa 3584(%rsi), %xmm0
	vprord $17, %zmm31, %zmm29
	vprord $11, %zmm22, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vprord $19, %zmm31, %zmm30
	vpsrld $10, %zmm31, %zmm31
	vprord $25, %zmm22, %zmm26
	vmovdqa 3648(%rsi), %xmm0
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovdqa64 %zmm22, %zmm27
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vpternlogd $0xca, %zmm16, %zmm23, %zmm27
	vmovdqa64 %zmm28, 1664(%r9)
	vmovdqa 3712(%rsi), %xmm0
	vpaddd 40(%rdi){1to16}, %zmm28, %zmm12
	vpaddd 896(%rcx), %zmm17, %zmm17
	vmovdqa64 768(%r8), %zmm28
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vprord $7, %zmm28, %zmm29
	vmovdqa 3776(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vpaddd %zmm27, %zmm17, %zmm17
	vpsrld $3, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vpaddd %zmm26, %zmm17, %zmm17
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $2, %zmm18, %zmm24
	vpaddd 704(%r8), %zmm28, %zmm28
	vmovq 3592(%rsi), %xmm0
	vpaddd 1280(%r8), %zmm28, %zmm28
	vprord $13, %zmm18, %zmm25
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vmovdqa64 1600(%r8), %zmm31
	vprord $22, %zmm18, %zmm26
	vprord $17, %zmm31, %zmm29
	vmovq 3656(%rsi), %xmm0
	vprord $19, %zmm31, %zmm30
	vmovdqa64 %zmm18, %zmm27
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0xe8, %zmm20, %zmm19, %zmm27
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovq 3720(%rsi), %xmm0
	vpaddd %zmm31, %zmm28, %zmm28
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vmovdqa64 %zmm28, 1728(%r8)
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm17, %zmm21, %zmm21
	vpaddd 44(%rdi){1to16}, %zmm28, %zmm28
	vmovq 3784(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm28, 1728(%r10)
	vmovdqa64 768(%r9), %zmm28
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm17, %zmm17
	vprord $7, %zmm28, %zmm29
	vprord $6, %zmm21, %zmm24
	vmovdqa 3840(%rsi), %xmm0
	vprord $18, %zmm28, %zmm30
	vpsrld $3, %zmm28, %zmm28
	vprord $11, %zmm21, %zmm25
	sha256rnds2 %xmm0, %xmm1, %xmm2
	vpternlogd $0x96, %zmm29, %zmm30, %zmm28
	vprord $25, %zmm21, %zmm26
	vmovdqa 3904(%rsi), %xmm0
	vpaddd 704(%r9), %zmm28, %zmm28
	vmovdqa64 %zmm21, %zmm27
	vpaddd 1280(%r9), %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm3, %xmm4
	vmovdqa64 1600(%r9), %zmm31
	vpternlogd $0xca, %zmm23, %zmm22, %zmm27
	vprord $17, %zmm31, %zmm29
	vmovdqa 3968(%rsi), %xmm0
	vpaddd 960(%rcx), %zmm16, %zmm16
	vprord $19, %zmm31, %zmm30
	sha256rnds2 %xmm0, %xmm5, %xmm6
	vpsrld $10, %zmm31, %zmm31
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpternlogd $0x96, %zmm29, %zmm30, %zmm31
	vmovdqa 4032(%rsi), %xmm0
	vpaddd %zmm27, %zmm16, %zmm16
	vpaddd %zmm31, %zmm28, %zmm28
	sha256rnds2 %xmm0, %xmm7, %xmm8
	vmovdqa64 %zmm28, 1728(%r9)
	vpaddd %zmm26, %zmm16, %zmm16
	vpaddd 44(%rdi){1to16}, %zmm28, %zmm13
	vprord $2, %zmm17, %zmm24
	vmovq 3848(%rsi), %xmm0
	vpunpckldq %zmm11, %zmm10, %zmm14
	vprord $13, %zmm17, %zmm25
	vpunpckhdq %zmm11, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm2, %xmm1
	vpunpckldq %zmm13, %zmm12, %zmm15
	vprord $22, %zmm17, %zmm26
	vmovq 3912(%rsi), %xmm0
	vpunpckhdq %zmm13, %zmm12, %zmm12
	vmovdqa64 %zmm17, %zmm27
	vpunpcklqdq %zmm15, %zmm14, %zmm11
	sha256rnds2 %xmm0, %xmm4, %xmm3
	vpunpckhqdq %zmm15, %zmm14, %zmm14
	vpternlogd $0xe8, %zmm19, %zmm18, %zmm27
	vmovq 3976(%rsi), %xmm0
	vpunpcklqdq %zmm12, %zmm10, %zmm13
	vpternlogd $0x96, %zmm25, %zmm24, %zmm26
	vpunpckhqdq %zmm12, %zmm10, %zmm10
	sha256rnds2 %xmm0, %xmm6, %xmm5
	vpaddd %zmm16, %zmm20, %zmm20
	vmovdqa64 %zmm11, 1536(%r11)
	vmovdqa64 %zmm14, 1600(%r11)
	vmovq 4040(%rsi), %xmm0
	vpaddd %zmm27, %zmm26, %zmm26
	vmovdqa64 %zmm13, 1664(%r11)
	sha256rnds2 %xmm0, %xmm8, %xmm7
	vpaddd %zmm26, %zmm16, %zmm16
	vmovdqa64 %zmm10, 1728(%r11)
	vmovdqa64 %zmm16, 0(%rax)
	vmovdqa64 %zmm17, 64(%rax)
	vmovdqa64 %zmm18, 128(%rax)
	vmovdqa64 %zmm19, 192(%rax)
	vmovdqa64 %zmm20, 256(%rax)
	vmovdqa64 %zmm21, 320(%rax)
	vmovdqa64 %zmm22, 384(%rax)
	vmovdqa64 %zmm23, 448(%rax)
	vpaddd 0(%rdx), %xmm1, %xmm1
	vmovdqa %xmm1, 0(%rdx)
	vpaddd 16(%rdx), %xmm2, %xmm2
	vmovdqa %xmm2, 16(%rdx)
	vpaddd 32(%rdx), %xmm3, %xmm3
	vmovdqa %xmm3, 32(%rdx)
	vpaddd 48(%rdx), %xmm4, %xmm4
	vmovdqa %xmm4, 48(%rdx)
	vpaddd 64(%rdx), %xmm5, %xmm5
	vmovdqa %xmm5, 64(%rdx)
	vpaddd 80(%rdx), %xmm6, %xmm6
	vmovdqa %xmm6, 80(%rdx)
	vpaddd 96(%rdx), %xmm7, %xmm7
	vmovdqa %xmm7, 96(%rdx)
	vpaddd 112(%rdx), %xmm8, %xmm8
	vmovdqa %xmm8, 112(%rdx)
	ret
.size qr_sha256_mixed_01, . - qr_sha256_mixed_01
#endif
