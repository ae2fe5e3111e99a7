package org.waymark.access;

/** Tells who is asking now. Outside a signed-in request it is {@link Viewer#SYSTEM}. */
public interface CurrentViewer {

    Viewer get();

    /** Runs the action as somebody else, for the sample alliance, imports that go on after a restart, and tests. */
    <T> T as(Viewer viewer, java.util.function.Supplier<T> action);
}
