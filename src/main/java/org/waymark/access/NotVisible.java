package org.waymark.access;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Thrown for a thing that does not exist and for one that the viewer may not see alike, so that the answer never tells
 * one from the other. The shell answers with the same 404 page.
 */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NotVisible extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotVisible() {
        super("Not found, or not yours to see", null, false, false);
    }
}
