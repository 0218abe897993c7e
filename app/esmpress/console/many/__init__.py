"""Acts on many participants at once: chosen in the list, asked about, done one by one."""
