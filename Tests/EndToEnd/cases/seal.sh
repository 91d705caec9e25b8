# A piece goes into a sector and comes back; files lie where Lotus looks for them; a second run has nothing to do.
ticket=$(printf '%064d' 7)
yes 'the data of a deal' | head -c 1500 >deal
seal() { "$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store --progress none "$@"; }
seal --cache-path cache deal | sed '/^stage/,$d'
(cd store && find . -type f ! -name '*.lock' ! -name '.*' | LC_ALL=C sort)
(cd store && sha256sum sealed/s-t01000-1 cache/s-t01000-1/p_aux cache/s-t01000-1/t_aux)
seal --cache-path cache deal | grep CommR
"$quarry" unseal store --sector s-t01000-1 --out back --progress none && cmp deal back && echo same
"$quarry" unseal store --sector s-t01000-1 --offset 127 --length 254 --out part --progress none
cmp part <(tail -c +128 deal | head -c 254) && echo same range
echo other >other
seal other; echo "exit $?"
"$quarry" sector check store --sector s-t01000-1 --progress none
