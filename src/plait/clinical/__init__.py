"""The pure clinical core: standard library only, frozen types, time passed in, every result with its reasons."""
