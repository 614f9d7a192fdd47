"""The table bank for readers and their programs: the API that clients of Norwegian and Swedish table banks already speak, version 2."""
