# Damage of each kind is named; what can be rebuilt is.
ticket=$(printf '%064d' 7)
yes 'the data of a deal' | head -c 1500 >deal
"$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store --progress none deal >/dev/null
cp -r store intact
cache=store/cache/s-t01000-1
flip() { printf "\\x$(printf %02x $((0x$(xxd -s "$2" -l 1 -p "$1") ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
damage() {
    echo "--- $1"
    shift
    "$@"
    "$quarry" sector check store --sector s-t01000-1 --progress none | grep -v verified
    echo "exit ${PIPESTATUS[0]}"
    "$quarry" sector check store --sector s-t01000-1 --repair --progress none | grep -v verified
    for f in sealed unsealed; do cmp "store/$f/s-t01000-1" "intact/$f/s-t01000-1"; done
    for f in "$cache"/*.dat "$cache"/*_aux; do cmp "$f" "intact/${f#store/}"; done
}
damage 'a bit of tree-c' flip $cache/sc-02-data-tree-c.dat 100
damage 'tree-r-last is gone' rm $cache/sc-02-data-tree-r-last.dat
damage 'tree-d is cut' truncate -s 1000 $cache/sc-02-data-tree-d.dat
damage 'a bit of p_aux' flip $cache/p_aux 3
damage 'a bit of the replica' flip store/sealed/s-t01000-1 77
damage 'a bit of a layer' flip $cache/sc-02-data-layer-2.dat 500
