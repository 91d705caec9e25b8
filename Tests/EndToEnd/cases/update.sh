# A committed-capacity sector takes data, gives it back, and gives the sector key back.
ticket=$(printf '%064d' 7)
yes 'the data of a deal' | head -c 1500 >deal
"$quarry" seal --sector-size 2KiB --miner t01000 --number 5 --ticket "$ticket" --out store --progress none |
    grep -E 'StackedDrg|Comm[DR]  '
"$quarry" update store --sector s-t01000-5 deal --progress none | sed '/^stage/,$d'
"$quarry" extract store --sector s-t01000-5 --out back --progress none && cmp deal back && echo same
"$quarry" extract store --sector s-t01000-5 --sector-key --out key --progress none && cmp key store/sealed/s-t01000-5 &&
    echo same key
"$quarry" sector check store --sector s-t01000-5 --progress none
"$quarry" proof update --vanilla store --sector s-t01000-5 --out-dir proofs --progress none
ls proofs
