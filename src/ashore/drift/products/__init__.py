"""What people see of a run: areas, pictures, files."""
