package org.waymark.access;

/**
 * Thrown for a thing that does not exist and for one that the viewer may not see alike, so that the answer never tells
 * one from the other. The shell answers with the same 404 page.
 */
public final class NotVisible extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotVisible() {
        super("Not found, or not yours to see", null, false, false);
    }
}
