"""Pictures and sound become descriptors: `sscd`, `pdq`, `sound`, `miniature`; `gate` says which prove nothing."""
