package org.waymark.insight;

/** A step of a model, in whatever version of it. */
record ModelStep(String process, String element) {

    static ModelStep of(Happening what) {
        return new ModelStep(String.valueOf(what.process()), String.valueOf(what.element()));
    }
}
