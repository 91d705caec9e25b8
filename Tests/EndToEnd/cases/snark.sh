# Proofs that a chain takes, on parameters made here: winning and window proofs are made and verified, anything false is refused.
export FIL_PROOFS_PARAMETER_CACHE=$PWD/params
ticket=$(printf '%064d' 7)
randomness=$(printf '%064d' 9)
"$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --count 3 --ticket "$ticket" --out store --progress none >/dev/null
"$quarry" proof winning store --sector s-t01000-1 --randomness "$randomness" --out w --progress none; echo "exit $?"
"$quarry" params generate --sector-size 2KiB --kind winning --kind window --kind aggregate --seed trial --progress none
"$quarry" params generate --sector-size 2KiB --kind window --progress none
"$quarry" params list --sector-size 2KiB
"$quarry" params check --progress none; echo "exit $?"

"$quarry" proof winning store --sector s-t01000-1 --randomness "$randomness" --out winning.proof --progress none
"$quarry" proof winning store --sector s-t01000-1 --randomness "$randomness" --network public --out w --progress none
echo "exit $?"
verify() { "$quarry" proof verify "$@" --progress none; echo "exit $?"; }
verify winning.proof --kind winning --dir store --sector s-t01000-1 --randomness "$randomness"
verify winning.proof --kind winning --dir store --sector s-t01000-2 --randomness "$randomness"

# Two partitions of two sectors, the second of which is not full.
"$quarry" proof window store --randomness "$randomness" --out window.proof --progress none
verify window.proof --kind window --dir store --randomness "$randomness"
verify window.proof --kind window --dir store --sector s-t01000-2 --sector s-t01000-1 --sector s-t01000-3 \
    --randomness "$randomness"
verify window.proof --kind window --dir store --randomness "$ticket"
head -c 200 window.proof >cut.proof
verify cut.proof --kind window --dir store --randomness "$randomness"
# The sign of the first point, then the partitions exchanged.
{ head -c 1 window.proof | tr '\200-\237\240-\277' '\240-\277\200-\237'; tail -c +2 window.proof; } >sign.proof
verify sign.proof --kind window --dir store --randomness "$randomness"
{ tail -c 192 window.proof; head -c 192 window.proof; } >exchanged.proof
verify exchanged.proof --kind window --dir store --randomness "$randomness"

# Files that were tampered with.
for file in params/*-0170*.vk; do cp params/*-3ea0*.vk "$file"; done
verify window.proof --kind window --dir store --randomness "$randomness"
"$quarry" params check --kind window --progress none; echo "exit $?"
