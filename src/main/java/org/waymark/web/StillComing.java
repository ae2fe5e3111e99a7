package org.waymark.web;

import java.util.Optional;

/** What fills the whole installation while it is in use already, so that every page can say how far that is. */
public interface StillComing {

    /** How many of how many people are there. */
    record Share(int there, int all) {}

    /** Empty once all are there. */
    Optional<Share> share();
}
