package org.waymark.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.waymark.Waymark;

/** Waymark in a process of its own, started from the built classes. */
final class OwnProcess {

    private OwnProcess() {}

    /** How long a start and a stop took, and what processor time the start had, in seconds. */
    record Times(double start, double startOnProcessors, double stop) {}

    static Times startAndStop(Path data) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Waymark.class.getName(),
                        "--waymark.port=0",
                        "--waymark.data=" + data)
                .redirectErrorStream(true)
                .start();
        try (var log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var told = new StringBuilder();
            String line = log.readLine();
            while (line != null && !line.contains("Waymark is ready")) {
                told.append(line).append('\n');
                line = log.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("Waymark did not start:\n" + told);
            }
            double start = (System.nanoTime() - began) / 1e9;
            double onProcessors =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            long asked = System.nanoTime();
            // The process itself would close the pipe first.
            process.toHandle().destroy();
            // Its pipe must not fill up while it stops.
            while (log.readLine() != null) {}
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Waymark did not stop");
            }
            return new Times(start, onProcessors, (System.nanoTime() - asked) / 1e9);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of this run, without the tests: their beans would be found too. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator, -1))
                // An empty entry would mean the current folder.
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> !entry.replaceFirst("[/\\\\]+$", "").endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
