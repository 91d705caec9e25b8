# Plans for machines that are not this one.
"$quarry" hardware --topology 'pack:2 [numa(memory=384GB)] l3:8(size=32MiB) l2:8 core:1 pu:2' | tail -n 18
"$quarry" hardware --topology 'pack:1 core:4 pu:1' | tail -n 4
"$quarry" hardware --topology 'pack:1 core:1 pu:1' | tail -n 3
"$quarry" hardware --plan --sector-size 32GiB --sectors 16 --topology 'pack:1 [numa(memory=768GB)] l3:8(size=32MiB) l2:8 core:1 pu:2' |
    tail -n 12 | sed -E 's/[0-9.]+ MiB/N MiB/'
