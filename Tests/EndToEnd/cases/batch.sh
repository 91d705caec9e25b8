# Several sectors go through PC1 together, by count or by manifest, and give what each alone gives.
ticket=$(printf '%064d' 7)
yes 'the data of a deal' | head -c 1500 >deal
"$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --count 3 --ticket "$ticket" --out together --progress none \
    deal >/dev/null
for n in 1 2 3; do
    "$quarry" seal --sector-size 2KiB --miner t01000 --number $n --ticket "$ticket" --out alone --progress none deal >/dev/null
done
for n in 1 2 3; do cmp together/sealed/s-t01000-$n alone/sealed/s-t01000-$n && echo "sector $n same"; done
cat >sectors.toml <<'TOML'
[[sector]]
number = 11
pieces = ["deal"]
[[sector]]
number = 12
TOML
"$quarry" seal --sector-size 2KiB --miner t01000 --ticket "$ticket" --manifest sectors.toml --out manifest --progress none |
    grep -E 'StackedDrg|piece |CommR'
mkdir back
"$quarry" unseal together --out back --progress none
for n in 1 2 3; do cmp deal back/s-t01000-$n* && echo "sector $n back"; done
