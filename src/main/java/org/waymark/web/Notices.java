package org.waymark.web;

import java.util.List;
import org.waymark.access.Viewer;

/**
 * Something that is nobody's task, and that somebody is told on their worklist until they have seen it. A module that tells
 * such things has one of these.
 */
public interface Notices {

    /**
     * One thing to tell.
     *
     * @param href where to look
     * @param seen where it is said, by a form, that it has been seen
     */
    record Notice(String text, String href, String seen) {}

    /** What this viewer has not seen yet, the newest first; nothing where it is none of their business. */
    List<Notice> of(Viewer viewer);
}
