# Tokens of the API: made, listed, taken back; the token itself is shown once and kept nowhere.
hide() { sed -E -e 's/quarry_[A-Za-z0-9_-]{43}/TOKEN/g' -e 's/\b[0-9a-f]{8}\b/ID/g' -e 's/1[789][0-9]{8}/TIME/g' \
    -e 's/[0-9]+ days [0-9]+ h/LATER/' -e 's/  [0-9.]+ n?s  /  AGE  /' -e 's/ +/ /g'; }
try() { echo "\$ quarry $*" | hide; "$quarry" "$@" --progress none 2>&1 | hide; echo "exit ${PIPESTATUS[0]}"; }
try auth list --home tokens
try auth create --scope root --home tokens
try auth create --home tokens
try auth create --scope read --days 0 --home tokens
token=$("$quarry" auth create --scope read --label prometheus --home tokens --progress none 2>/dev/null)
try auth create --scope write --days 30 --json --home tokens
try auth list --home tokens
try auth list --json --home tokens
stat -c %a tokens/tokens.json
grep -c "$token" tokens/tokens.json
id=$("$quarry" auth list --home tokens --progress none | awk '/prometheus/ { print $1 }')
try auth revoke "" --home tokens
try auth revoke nothing --home tokens
try auth revoke "$id" --home tokens
try auth revoke "$id" --home tokens
chmod 644 tokens/tokens.json
try auth list --home tokens
