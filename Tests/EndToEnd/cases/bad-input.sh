# What the arguments alone show is refused before anything is written, with the remedy.
try() { echo "\$ quarry $*" | sed "s#$scratch[^ ]*#FOLDER#g"; "$quarry" "$@" --progress none; echo "exit $?"; }
ticket=$(printf '%064d' 7)
head -c 2033 /dev/zero >big
echo x >piece
try seal --sector-size 3KiB --miner t01000 --number 1 --ticket "$ticket" --out store piece
try seal --sector-size 2KiB --miner t01000 --number 1 --ticket abc --out store piece
try seal --sector-size 2KiB --miner f1abc --number 1 --ticket "$ticket" --out store piece
try seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store big
try seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store missing
try seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out store --synthetic --non-interactive piece
try seal --sector-size 32GiB --miner t01000 --number 1 --ticket "$ticket" --out store --memory 1GiB piece
try unseal nowhere --out back
try sector check nowhere
try proof check piece --kind porep --sector-size 2KiB
try vectors check piece
try vectors check nowhere
try nonsense
try hardware --topology 'core:x'
ls
