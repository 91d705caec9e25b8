# Vanilla proofs of every kind are made and verified; one changed digit is refused.
ticket=$(printf '%064d' 7)
seed=$(printf '%064d' 9)
yes 'the data of a deal' | head -c 1500 >deal
"$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store --progress none deal >/dev/null
"$quarry" proof porep --vanilla store --sector s-t01000-1 --seed "$seed" --out c1.json --progress none
"$quarry" proof check c1.json --kind porep --dir store --sector s-t01000-1 --seed "$seed" --progress none; echo "exit $?"
"$quarry" proof check c1.json --kind porep --dir store --sector s-t01000-1 --seed "$ticket" --progress none; echo "exit $?"
for kind in winning window; do
    "$quarry" proof $kind --vanilla store --sector s-t01000-1 --randomness "$seed" --out $kind.json --progress none
    "$quarry" proof check $kind.json --kind $kind --dir store --sector s-t01000-1 --randomness "$seed" --progress none
    sed -E '0,/\[([0-9]),/s//[2\1,/' $kind.json >bad.json
    head -c 200 $kind.json >cut.json
    "$quarry" proof check cut.json --kind $kind --dir store --sector s-t01000-1 --randomness "$seed" --progress none
    echo "exit $?"
done
