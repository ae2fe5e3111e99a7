package org.waymark.notify;

/** Lets a test of another module empty the outbox at the moment it means. */
public class Post {

    private final Outbox outbox;

    Post(Outbox outbox) {
        this.outbox = outbox;
    }

    public void goesOut() {
        outbox.sendDue();
    }
}
