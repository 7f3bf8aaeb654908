/**
 * A comparison for people: one page of HTML that needs nothing but itself, and a table in Markdown.
 * May import the comparison and what it is made of, XChart and Batik for charts, j2html for markup
 * and the JDK's image writers; knows no files, no clock, no training.
 */
package org.inkstream.trainer.report;
