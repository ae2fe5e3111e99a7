package org.waymark.database;

/** A start that cannot succeed until somebody changes something; its message is the one sentence that tells them what. */
class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String sentence) {
        super(sentence);
    }

    StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
