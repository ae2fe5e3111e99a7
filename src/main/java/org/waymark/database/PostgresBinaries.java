package org.waymark.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from their jar into the data folder. The library that brings them would unpack into the
 * shared temporary folder, where another user could exchange them and a clean-up could take half of them away.
 */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** Where the programs of this release lie; the ones of an earlier release are removed. */
    static Path in(DataFolder data) throws IOException {
        byte[] archive = archive();
        Path home = data.resolve("programs");
        Path programs = home.resolve(digest(archive));
        if (Files.isDirectory(programs)) {
            return programs;
        }
        DataFolder.delete(home);
        Path unfinished = Files.createDirectories(home.resolve("unfinished"));
        unpack(archive, unfinished);
        Files.move(unfinished, programs, StandardCopyOption.ATOMIC_MOVE);
        data.handOver(home);
        return programs;
    }

    private static byte[] archive() throws IOException {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.contains("mac") ? "Darwin" : name.contains("win") ? "Windows" : "Linux";
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartRefused(
                    "There is no embedded PostgreSQL for " + system + " on " + machine
                            + ": run one of your own, and set WAYMARK_DB_URL.",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return "postgresql-" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                Path folder = entry.isDirectory() ? file : file.resolveSibling("");
                Files.createDirectories(folder);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    if (folder.endsWith("bin") && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }
}
