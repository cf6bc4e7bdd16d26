#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uncover_fuzz::read("sheet", bytes));
