package org.waymark.workflow;

import org.waymark.access.WithoutViewer;

/** Work that turns out to be needed sooner than was thought when it was given out. */
public interface Haste {

    /**
     * Gives open work another priority. Its date becomes the one that work given out now would have, if that is sooner; a
     * pause of it is over. Asked for again it changes nothing.
     */
    @WithoutViewer("follows from a fact")
    void hasten(String taskId, String priority);
}
