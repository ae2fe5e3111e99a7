package org.waymark.sample;

/** Some of the sample's people. Chapters are told one after another; later ones may rest on what earlier ones left. */
interface Chapter {

    void tell();
}
