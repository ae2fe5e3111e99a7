package org.waymark;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: a modular monolith whose modules are the packages beside this class. */
@SpringBootApplication
public class Waymark {

    public static void main(String[] args) {
        SpringApplication.run(Waymark.class, args);
    }
}
