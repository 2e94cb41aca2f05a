"""Stories: episodes told step by step, each sentence with what it rests on."""
