package org.waymark.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so a Waymark that root started lends them another user:
 * the owner of the data folder, or nobody when that is root.
 *
 * @param prefix what a command line starts with to change the user
 * @param owner the id that the server's files must belong to
 */
record ServerUser(List<String> prefix, int owner, int group) {

    private static final int NOBODY = 65534;

    static ServerUser of(DataFolder data, Path programs) throws IOException, InterruptedException {
        if (data.user() != 0) {
            return new ServerUser(List.of(), data.user(), -1);
        }
        int owner = DataFolder.owner(data.path());
        var other = owner == 0 ? lend(NOBODY, NOBODY) : lend(owner, DataFolder.group(data.path()));
        if (works(other.prefix, programs)) {
            return other;
        }
        // Within a user namespace of its own root is nobody to the server, yet its files are still root's.
        var namespace = new ServerUser(List.of("unshare", "--user"), 0, 0);
        if (works(namespace.prefix, programs)) {
            return namespace;
        }
        throw new StartRefused(
                "PostgreSQL does not run as root, and neither setpriv nor unshare can lend it another user"
                        + " here: start Waymark as an ordinary user, or set WAYMARK_DB_URL.");
    }

    /**
     * It keeps root's way past the permissions of folders, because a clone may lie in a home that is closed to others;
     * without the secure bit the kernel would deny that way to the question whether a program is there.
     */
    private static ServerUser lend(int user, int group) {
        return new ServerUser(
                List.of(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + group,
                        "--clear-groups",
                        "--securebits=+no_setuid_fixup",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override"),
                user,
                group);
    }

    private static boolean works(List<String> prefix, Path programs) throws InterruptedException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("test", "-x", programs.resolve("bin/postgres").toString()));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    void own(Path tree) throws IOException {
        if (!prefix.isEmpty() && DataFolder.owner(tree) != owner) {
            DataFolder.give(tree, owner, group);
        }
    }
}
