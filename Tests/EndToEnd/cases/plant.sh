# A sealing plant from nothing: orders, a run to the end, what is shown, and what is refused.
export QUARRY_HOME=$PWD/home FIL_PROOFS_PARAMETER_CACHE=$scratch/plant-params
status() { echo "exit status $?"; }
echo "-- nothing is set up"
"$quarry" sealer status; status
"$quarry" sealer run; status
echo "-- setting up"
"$quarry" sealer init --miner t01000 --sector-size 2KiB --port 0 --max-wait 1; status
"$quarry" sealer init --miner t01000 --sector-size 2KiB; status
"$quarry" sealer init --miner nobody --sector-size 2KiB; status
echo "-- orders"
head -c 1500 /dev/zero | tr '\0' q >deal
"$quarry" sealer add deal --label "first deal"; status
"$quarry" sealer add no-such-file; status
head -c 5000 /dev/zero >too-large
"$quarry" sealer add too-large; status
"$quarry" sealer pledge --count 2; status
"$quarry" sealer pledge --count 0; status
echo "-- a run to the end"
"$quarry" params generate --sector-size 2KiB --kind porep --seed tests --progress none >/dev/null; status
"$quarry" sealer run --until-idle --log-level error 2>&1 | sed -E 's/on [0-9]+ cores?/on N cores/; s/:[0-9]+\//:PORT\//'; status
"$quarry" sectors list --json | python3 -c '
import json, sys
for s in json.load(sys.stdin): print(s["name"], s["state"], s["commD"][:16], s["commR"][:16], s["pieces"])'
echo "-- the same commitment as quarry seal gives"
ticket=$(sqlite3 home/jobs.sqlite "SELECT ticket FROM sectors WHERE name = 's-t01000-1'")
comm_r=$("$quarry" sectors show s-t01000-1 --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["commR"])')
pieces=$("$quarry" sectors show s-t01000-1 --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["pieces"])')
[ "$pieces" = 0 ] && input= || input=deal
"$quarry" seal --sector-size 2KiB --miner t01000 --number 1 --ticket "$ticket" --out again --progress none $input |
    grep -c "$comm_r"
echo "-- proofs of spacetime: sectors are read; one whose replica is gone is declared faulty"
"$quarry" proving check >/dev/null; status
rm -f home/storage/sealed/s-t01000-2
"$quarry" sealer run --until-idle --log-level error 2>/dev/null; status
"$quarry" proving list --json | python3 -c '
import json, sys
for p in json.load(sys.stdin): print(p["id"], p["kind"], p["state"], len(p["sectors"]), [s["sector"] for s in p["skipped"]])'
"$quarry" sectors list --state Faulty --json | grep '"name"'
"$quarry" sectors retry s-t01000-2; status
"$quarry" sealer run --until-idle --log-level error 2>/dev/null; status
"$quarry" proving winning --sector s-t01000-99; status
"$quarry" proving window --randomness 00; status
echo "-- what is shown and refused"
"$quarry" sealer status | sed -n 1,4p | sed -E 's/[0-9.]+ (KiB|MiB|GiB|TiB)/N/g'
"$quarry" jobs list; status
"$quarry" sectors show s-t01000-99; status
"$quarry" sectors retry s-t01000-1; status
"$quarry" sectors remove s-t01000-1; status
"$quarry" jobs cancel 999999; status
"$quarry" worker run --database nowhere.sqlite; status
"$quarry" sealer pause --kind pc1; status
"$quarry" sealer resume --kind pc1; status
