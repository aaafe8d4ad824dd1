"""An invented city for trials and load: offices, reports, what became of them, and what citizens thought of it."""
