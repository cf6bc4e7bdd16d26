#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uncover_fuzz::read("json_copy", bytes));
