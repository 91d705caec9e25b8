# A chain as people who know 'lotus chain' and 'lotus state' expect: imported, looked at, asked, validated, checked; damage
# and missing things named. The chain is the first 41 epochs of one that Lotus made, without the actors' programs.
vectors=$(cd "$(dirname "$0")/../../Vectors" && pwd)
keys=$vectors/snark/groth16
cp "$vectors/chain/first.car.zst" "$vectors/chain/cut.car" .
chmod u+w ./*
export QUARRY_CHAIN=$PWD/chain
try() { echo "\$ quarry $*" | sed "s#$vectors#VECTORS#g"; "$quarry" "$@" --progress none; echo "exit $?"; }
block=bafy2bzacebgnt7iptqzrzhyt5avhrlb3rw3xxlg3y4usixjlpg5vpnrqdsrww
absent=bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2

echo '# no chain yet'
try chain head
try state power
echo '# files'
try car verify first.car.zst
try car ls --roots first.car.zst
"$quarry" car ls --verbose first.car.zst --progress none | sed -n 1,3p
"$quarry" car ls first.car.zst --progress none --json | grep -c '"cid"'
head -c 100000 cut.car >short.car
try car verify short.car
try chain import short.car
{ printf '\xa2\x65roots\x82'; for _ in 1 2; do printf '\xd8\x2a\x58\x27\x00\x01\x71\xa0\xe4\x02\x20'; head -c 32 /dev/zero; done; printf '\x67version\x01'; } >body
{ printf '\x67'; cat body; } >twice.car
rm body
try car verify twice.car
try chain import cut.car
try car verify absent.car

echo '# import and look'
try chain import first.car.zst
try chain import first.car.zst --json
try chain head
try chain head --height
try chain list --height 5 --count 3
try chain list --count 0
try chain get-block "$("$quarry" chain head)"
try chain get-block "$("$quarry" chain list --height 38 --count 1 | sed 's/.*\[ \([a-z0-9]*\):.*/\1/')" --messages
try chain get-block $absent
try chain get-block nonsense
message=$("$quarry" chain get-block "$("$quarry" chain list --height 38 --count 1 | sed 's/.*\[ \([a-z0-9]*\):.*/\1/')" --messages | sed -n '2s/ .*//p')
try chain getmessage "$message"
try chain getmessage "$message" --json
try chain get /pstate/1/@Ha:f04
try chain get /pstate/1/@Ha:f04/@state --tipset @1
try chain get /pstate/0 --json
try chain get /pstate/7
try chain get /pstate/1/@Ha:f0999999
try chain get /ipfs/$absent
try chain read-obj "$("$quarry" state get-actor t010 | sed -n 's/^Head:.*\(bafy.*\)/\1/p')"

echo '# states'
try state get-actor t01000
try state get-actor t01000 --json --tipset @10
try state get-actor t0999999
try state get-actor t01000 --tipset @x
try state get-actor nobody
"$quarry" state list-actors | sort | head -3
try state lookup t2qqrc7tlmigattyjdla3zb474wievj7g4fwh6uly
try state lookup -r t01000 --json
try state lookup t12nqjoeehocy55d4np55l6bqmipqjltj5ksqwfbq --tipset @1
try state read-state t01
try state read-state t01000 --json
try state read-state t010
try state sectors t01000
try state sectors t01
try state power
try state power t01000
try state power t01000 --json
try state miner-info t01001

echo '# validate, execute'
try chain validate --keys "$keys" --to 1
try chain validate --keys "$keys" --to 1
try chain validate --keys "$keys" --to 1 --again --json
try chain replay --keys "$keys" --to 1
try state call t01000 2 --keys "$keys"
try state call t01000 2 zz --keys "$keys"
try chain validate --keys "$keys" --from 2 --to 5

echo '# export'
try chain export out.car
try chain export --recent 0 out.car
ls

echo '# damage'
try chain check
try chain check --json
python3 - chain/chain.sqlite <<'P'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
row, data = db.execute("SELECT rowid, data FROM blocks ORDER BY cid LIMIT 1 OFFSET 100").fetchone()
db.execute("UPDATE blocks SET data = ? WHERE rowid = ?", (bytes([data[0] ^ 1]) + data[1:], row))
db.commit()
P
try chain check
try chain check --repair
try chain import first.car.zst
try chain check

echo '# bundles of actors'
try actors list
try actors import first.car.zst
python3 - <<'P'
import hashlib
def varint(n):
    out = b''
    while n > 127: out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
def cid(codec, block): return b'\x01' + bytes([codec]) + b'\xa0\xe4\x02\x20' + hashlib.blake2b(block, digest_size=32).digest()
def link(c): return b'\xd8\x2a\x58' + bytes([len(c) + 1]) + b'\x00' + c
def text(t): return bytes([0x60 + len(t)]) + t.encode()
codes = {name: b'\x00asm\x01\x00\x00\x00' + bytes([0, 1 + i, 0] + [0] * i) for i, name in enumerate(['account', 'placeholder', 'ethaccount'])}
data = bytes([0x80 + len(codes)]) + b''.join(b'\x82' + text(n) + link(cid(0x55, c)) for n, c in codes.items())
manifest = b'\x82\x01' + link(cid(0x71, data))
header = b'\xa2' + text('roots') + b'\x81' + link(cid(0x71, manifest)) + text('version') + b'\x01'
blocks = [(0x71, manifest), (0x71, data)] + [(0x55, c) for c in codes.values()]
def car(blocks): return varint(len(header)) + header + b''.join(varint(len(cid(*b)) + len(b[1])) + cid(*b) + b[1] for b in blocks)
open('bundle.car', 'wb').write(car(blocks))
open('lacking.car', 'wb').write(car(blocks[:-1]))
# Version 2 says how long its data are: also a cut between two blocks shows.
def version2(data, length): return b'\x0a\xa1' + text('version') + b'\x02' + bytes(16) + b''.join(n.to_bytes(8, 'little') for n in (51, length, 0)) + data
open('two.car', 'wb').write(version2(car(blocks), len(car(blocks))))
open('two-cut.car', 'wb').write(version2(car(blocks[:-1]), len(car(blocks))))
P
try actors import --no-compile lacking.car
try actors import --no-compile bundle.car
try actors list
try car verify two.car
try car verify two-cut.car
