// The program: everything is in Commands; `CommandList` has every command.

import Commands

await Tool.main()
