package org.waymark.notify;

import java.util.Optional;

/**
 * Puts a message together at the moment it is sent, so that it says what is true then and nothing of it lies in the outbox
 * before. A module has one for each kind of message that it puts in.
 */
public interface Composer {

    String kind();

    /** The message; empty when there is no reason to send it any more. Runs in a transaction of its own, at each try anew. */
    Optional<Email> compose(String reference);
}
