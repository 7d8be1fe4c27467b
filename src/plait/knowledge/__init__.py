"""Clinical content as data: loading, validation and coverage of the TOML in content/."""
