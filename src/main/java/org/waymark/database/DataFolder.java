package org.waymark.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the embedded database, held under a lock of our own for as long as this Waymark runs. PostgreSQL's own
 * lock would not do: it outlives a killed Waymark, and a second one would talk to the first one's server unnoticed.
 */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;
    private final int user;

    private DataFolder(Path path, FileChannel lock, int user) {
        this.path = path;
        this.lock = lock;
        this.user = user;
    }

    static DataFolder take(Path configured) {
        Path path = configured.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            Path probe = Files.createTempFile(path, ".probe", null);
            int user = owner(probe);
            Files.delete(probe);
            var lock =
                    FileChannel.open(path.resolve("waymark.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                lock.close();
                throw new StartRefused("Another Waymark is already running on the folder " + path
                        + ": stop it, or set WAYMARK_DATA to another folder.");
            }
            var folder = new DataFolder(path, lock, user);
            folder.handOver(path.resolve("waymark.lock"));
            return folder;
        } catch (IOException e) {
            throw new StartRefused(
                    "Waymark cannot write to the folder " + path + ": make it writable for the user "
                            + System.getProperty("user.name") + ", or set WAYMARK_DATA to another folder.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** The numeric id of the user that Waymark runs as; 0 is root, -1 a system without such ids. */
    int user() {
        return user;
    }

    static int owner(Path file) throws IOException {
        return number(file, "unix:uid");
    }

    static int group(Path file) throws IOException {
        return number(file, "unix:gid");
    }

    private static int number(Path file, String attribute) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, attribute);
        } catch (UnsupportedOperationException e) {
            return -1;
        }
    }

    /** Leaves a file that root made to the owner of the folder, who may start Waymark next time. */
    void handOver(Path file) throws IOException {
        if (user == 0) {
            give(file, owner(path), group(path));
        }
    }

    static void give(Path tree, int owner, int group) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setAttribute(file, "unix:uid", owner);
                    Files.setAttribute(file, "unix:gid", group);
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StartRefused("The lock of the folder " + path + " cannot be given back.", e);
        }
    }
}
