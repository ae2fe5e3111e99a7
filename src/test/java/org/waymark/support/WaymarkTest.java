package org.waymark.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.autoconfigure.web.servlet.MockMvcPrint;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * A test of the whole application on a real PostgreSQL 17 and the real engine.
 *
 * <p>All classes with this annotation share one application context, started once a run (seconds), and one database. It
 * listens on a random port ({@code @LocalServerPort}) for journeys, and {@code MockMvc} is there for pages. Keep it to
 * one context: no {@code @MockitoBean}, no {@code properties}, no {@code @Import} and no nested {@code @Configuration} on
 * a test class, each of which starts another. A bean that all tests need goes into {@link TestBeans}.
 *
 * <p>Each test <em>class</em> starts on a clean database: all rows that came after the start are gone, deployments,
 * grants and rows that migrations or start-up wrote are as they were ({@link WaymarkDatabase#clean()}). The tests within
 * one class see each other's rows; those that count call {@code WaymarkDatabase.clean()} in a {@code @BeforeEach}, the
 * others use data of their own. Nothing is rolled back, so a test sees what a commit does.
 *
 * <p>The engine's job executor is off, and so is what a node does by the clock: a test does what it means. E-mails go to the
 * {@link Letterbox}. The sample alliance is not loaded.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "waymark.sample=false",
            "waymark.schedule=false",
            "waymark.sign-in.bcrypt-cost=4",
            "camunda.bpm.job-execution.enabled=false",
            "spring.datasource.hikari.maximum-pool-size=10"
        })
// What a request was answered stands in the assertion that failed; printing all of thousands hides it.
@AutoConfigureMockMvc(print = MockMvcPrint.LOG_DEBUG)
@Import(TestBeans.class)
@ContextConfiguration(initializers = {WaymarkDatabase.Shared.class, Letterbox.Shared.class})
@TestExecutionListeners(listeners = WaymarkDatabase.CleanBeforeClass.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface WaymarkTest {}
