package org.waymark.workflow;

/**
 * Lets the commands on one person's pathway follow one another. Two of them at once would otherwise end in the engine's
 * optimistic locking, which a user sees as a failure, or in a deadlock between runs that tell each other facts. Different
 * people never wait for each other. PostgreSQL keeps these locks in a table of some thousands, so work on many people goes
 * by dozens a transaction.
 */
final class PathwayLock {

    /** Takes the lock of the pathway in the named column or parameter until the transaction ends. */
    static String sql(String pathwayRef) {
        return "pg_advisory_xact_lock(hashtextextended(" + pathwayRef + ", 7))";
    }

    private PathwayLock() {}
}
