"""Where values leave a program: tables of sinks by the name of the call, and of calls that clean a value or hand it on."""
