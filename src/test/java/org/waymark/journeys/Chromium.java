package org.waymark.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The Chromium of this machine, one for the whole run. Without one, journeys are skipped with one line that says so; with
 * {@code WAYMARK_BROWSER=required} they fail. A journey that fails leaves pictures in {@code target/journeys}.
 */
final class Chromium implements ExecutionCondition, AfterTestExecutionCallback {

    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);

    private static final List<String> USUAL_PATHS = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/snap/bin/chromium",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    /**
     * What a window does for somebody who types an address or comes back tomorrow costs half of opening one. A second such
     * switch replaces the first, so Playwright's own, those that could matter here, stand before.
     */
    private static final List<String> UNUSED = List.of(
            "AvoidUnnecessaryBeforeUnloadCheckSync",
            "BoundaryEventDispatchTracksNodeRemoval",
            "DestroyProfileOnBrowserClose",
            "DialMediaRouteProvider",
            "GlobalMediaControls",
            "HttpsUpgrades",
            "LensOverlay",
            "MediaRouter",
            "PaintHolding",
            "ThirdPartyStoragePartitioning",
            "BlockOriginHeaderModificationOnRedirect",
            "Translate",
            "OptimizationHints",
            "WebUIOmniboxPopup",
            "WebUIOmniboxAimPopup",
            "WebUIOmniboxFullPopup",
            "PreloadTopChromeWebUI",
            "SpareRendererForSitePerProcess");

    private static final String NONE =
            "Browser journeys are skipped: no Chromium was found. Install one, or name it in CHROMIUM.";

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private static final Supplier<Browser> SHARED = SingletonSupplier.of(Chromium::launch);

    static Browser shared() {
        return SHARED.get();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is there");
        }
        if ("required".equals(System.getenv("WAYMARK_BROWSER"))) {
            throw new IllegalStateException("WAYMARK_BROWSER=required, but no Chromium was found");
        }
        if (TOLD.compareAndSet(false, true)) {
            LOG.warn(NONE);
        }
        return ConditionEvaluationResult.disabled(NONE);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()
                && context.getRequiredTestInstance() instanceof WithBrowser journey) {
            journey.takePictures(context.getRequiredTestMethod().getName());
        }
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        Stream<String> paths = named == null || named.isBlank() ? USUAL_PATHS.stream() : onPath(named);
        return paths.map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** The variable may hold a path or a command. */
    private static Stream<String> onPath(String named) {
        return Stream.concat(
                Stream.of(named),
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
                        .map(folder -> folder + "/" + named));
    }

    private static Browser launch() {
        // Ends with the JVM, and its browser with it.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(find().orElseThrow())
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-features=" + String.join(",", UNUSED),
                                // No page stays long enough to earn back what optimising its scripts costs.
                                "--js-flags=--no-opt")));
    }
}
