package org.waymark.access;

/** A command that the rules refuse. The code is a message key under {@code refused.} that says what to do instead. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String code;

    public Refused(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
