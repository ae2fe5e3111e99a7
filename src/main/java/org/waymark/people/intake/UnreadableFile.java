package org.waymark.people.intake;

/** A file that is refused as a whole; nothing of it was kept. The code is a message key under {@code people.import.file.}. */
final class UnreadableFile extends Exception {

    private static final long serialVersionUID = 1L;
    private final String code;
    private final String detail;

    /** @param detail names of columns or a line number, never a cell of a row */
    UnreadableFile(String code, String detail) {
        super(code, null, false, false);
        this.code = code;
        this.detail = detail;
    }

    UnreadableFile(String code) {
        this(code, "");
    }

    String code() {
        return code;
    }

    String detail() {
        return detail;
    }
}
