//! Language: what is masked in a text before others see it. Pure: no SQL, no screen.

pub mod mask;
