"""Quality of one side as it was scanned: each module finds one family of faults and says how strong they are."""
