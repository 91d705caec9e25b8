# Keys as people who know 'lotus wallet' expect: made, imported, exported, signed with; strangers' files refused.
try() { echo "\$ quarry $*" | sed "s#$scratch[^ ]*#FOLDER#g"; "$quarry" "$@" --progress none; echo "exit $?"; }
known=7b2254797065223a22736563703235366b31222c22507269766174654b6579223a226b35507976337148327349586343595a58594f5775453149326e32554539436861556b6c4e36695a5763453d227d
address=f1fib3pv7jua2ockdugtz7viz3cyy6lkhh7rfx3sa
export QUARRY_KEYSTORE=$PWD/keys
try wallet list
try wallet default
echo $known >key
try wallet import key
rm key
try wallet import --json --keystore other - <<<'{"Type":"bls","PrivateKey":"hbp/yFfRt9QLCqkmVaqAWRCoPUgw1KwiqqnshNIpNWQ="}'
try wallet import <<<$known
try wallet list
try wallet list --json --network testnet
try wallet export $address
try wallet export $address --json
# What Lotus signs with the same key.
try wallet sign $address 44554b45
signature=$("$quarry" wallet sign $address 44554b45)
try wallet verify $address 44554b45 "$signature"
try wallet verify $address 44554b46 "$signature"
try wallet verify t${address#f} 0x44554b45 "$signature" --json
try wallet verify $address 44554b45 01ff
try wallet verify f099 44554b45 "$signature"
# New keys of both kinds, by what can be known of them.
for type in '' secp256k1 bls; do
    new=$("$quarry" wallet new $type)
    echo "new ${type:-key}: ${new:0:2}, ${#new} characters"
    "$quarry" wallet verify "$new" 00 "$("$quarry" wallet sign "$new" 00)"
done
try wallet set-default "$new" | sed "s/$new/NEW/"
[ "$("$quarry" wallet default)" = "$new" ] && echo "it is"
try wallet delete "$new" | sed "s/$new/NEW/; s/[A-Z2-7]\{60,\}/FILE/"
try wallet default
stat -c '%a' keys keys/* | sort | uniq -c | sed 's/^ *//'
# Bad input.
try wallet new rsa
try wallet sign ${address}a 00
try wallet sign $address 0
try wallet sign f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei 00
try wallet import missing
echo nonsense >key
try wallet import key
try wallet import <<<'{"Type":"delegated","PrivateKey":"AAAA"}'
head -c 20000 /dev/zero | try wallet import -
chmod 644 keys/*
try wallet export $address
try wallet sign $address 00
chmod 600 keys/*
chmod 755 keys
try wallet list
