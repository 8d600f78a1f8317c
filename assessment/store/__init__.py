"""What is kept: typed tables, one file per aggregate, its queries below it. No rules live here."""
