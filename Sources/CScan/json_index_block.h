/// The loop over blocks, shared by all processors: include after defining `BLOCK_TARGET` (function attributes),
/// `block_masks`, `classify`, `prefix_xor` and `utf8_*`.

static BLOCK_TARGET inline uint32_t *write_offsets(uint32_t *out, uint32_t base, uint64_t bits) {
    unsigned count = (unsigned)__builtin_popcountll(bits);
    uint32_t *next = out + count;
    while (count > 0) {
        // Eight at a time without asking: the surplus is overwritten or lies in the slack.
        for (int i = 0; i < 8; i++) {
            out[i] = base + (bits ? (uint32_t)__builtin_ctzll(bits) : 64);
            bits &= bits - 1;
        }
        out += 8;
        count = count > 8 ? count - 8 : 0;
    }
    return next;
}

BLOCK_TARGET void INDEX_NAME(sluice_json_index *out, const uint8_t *p, size_t n, size_t aim, bool control_allowed) {
    uint64_t escape_carry = 0, string_carry = 0, scalar_carry = 0;
    uint32_t *at = out->at, *const full = out->at + out->capacity - SLUICE_INDEX_SLACK;
    size_t escapes = 0, i = 0;
    utf8_state utf8 = utf8_start();
    out->fault = 0;
    for (; i < n; i += 64) {
        if ((i >= aim && !string_carry) || at > full || escapes == out->escape_capacity) break;
        const uint8_t *block = p + i;
        uint8_t padded[64];
        if (n - i < 64) {
            // The last block, blanks behind it: nothing outside the text is ever read.
            for (size_t k = 0; k < 64; k++) padded[k] = k < n - i ? block[k] : ' ';
            block = padded;
        }
        block_masks m = classify(block);

        uint64_t escaped = escape_carry;
        if (m.backslash | escape_carry) {
            out->escape_block[escapes] = (uint32_t)i;
            out->escape_mask[escapes++] = m.backslash;
            // A backslash that is not itself escaped escapes what follows: runs of them alternate, and an addition
            // carries that alternation to the end of each run.
            uint64_t starts = m.backslash & ~escape_carry;
            const uint64_t odd = 0xAAAAAAAAAAAAAAAAull;
            uint64_t maybe_escaped = starts << 1;
            uint64_t maybe_or_odd = maybe_escaped | odd;
            uint64_t even_series = maybe_or_odd - starts;
            uint64_t escape_and_terminal = even_series ^ odd;
            escaped = escape_and_terminal ^ (m.backslash | escape_carry);
            escape_carry = (escape_and_terminal & m.backslash) >> 63;
        }
        uint64_t quote = m.quote & ~escaped;
        uint64_t in_string = prefix_xor(quote) ^ string_carry;
        uint64_t scalar = ~(m.structural | m.white | quote | in_string);
        uint64_t starts = scalar & ~(scalar << 1 | scalar_carry);
        uint64_t bits = (m.structural & ~in_string) | quote | starts;

        bool bad_utf8 = utf8_block(&utf8, block, m.non_ascii);
        uint64_t control = control_allowed ? 0 : m.control & in_string;
        if (__builtin_expect(bad_utf8 || control, 0)) {
            size_t fault_at = n;
            if (bad_utf8) {
                // At most three bytes of the character at fault lie in the block before.
                size_t from = i < 4 ? 0 : i - 3;
                while (from > 0 && from < i && (p[from] & 0xC0) == 0x80) from++;
                fault_at = sluice_utf8_fault(p, from, n < i + 64 ? n : i + 64);
                if (fault_at >= i + 64) fault_at = n;
                if (fault_at < n) out->fault = SLUICE_INDEX_UTF8;
            }
            if (control && i + (size_t)__builtin_ctzll(control) < fault_at) {
                fault_at = i + (size_t)__builtin_ctzll(control);
                out->fault = SLUICE_INDEX_CONTROL;
            }
            if (out->fault) {
                // The text ends at the fault. It may lie in the block before; then so do offsets already written.
                if (fault_at > i) at = write_offsets(at, (uint32_t)i, bits & (((uint64_t)1 << (fault_at - i)) - 1));
                while (at > out->at && at[-1] >= fault_at) at--;
                i = fault_at;
                break;
            }
        }
        at = write_offsets(at, (uint32_t)i, bits);
        string_carry = (uint64_t)((int64_t)in_string >> 63);
        scalar_carry = scalar >> 63;
    }
    out->count = (size_t)(at - out->at);
    out->escapes = escapes;
    out->end = i < n ? i : n;
}
