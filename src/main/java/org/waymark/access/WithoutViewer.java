package org.waymark.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what a facade offers about one person without asking {@link AccessDecision}: the system's own work, whose result no
 * page shows by itself. A guard holds that every other such method takes a {@link Viewer}, and that no page calls a marked
 * one.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithoutViewer {

    /** Why nobody is asked. */
    String value();
}
