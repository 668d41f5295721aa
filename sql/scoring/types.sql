create type public.confidence as enum ('high', 'medium', 'low');
comment on type public.confidence is 'How far an estimated one-repetition maximum can be trusted, by the repetitions it is based on.';
