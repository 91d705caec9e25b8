/// SectorManager: takes a sector from its pieces through its stages to sealed files, and back.
