# Piece commitments: files, standard input, JSON; what cannot be committed to is refused.
head -c 2032 /dev/zero >zeros
printf 'a small piece' >small
"$quarry" commp zeros small --progress none
cat small | "$quarry" commp - --progress none
"$quarry" commp small --json --progress none
: >empty
"$quarry" commp empty --progress none; echo "exit $?"
"$quarry" commp missing --progress none; echo "exit $?"
"$quarry" commp . --progress none; echo "exit $?"
