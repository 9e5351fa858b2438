"""How far a product's error really carries drifters: tracks in, containment and fitted parameters out."""
