// What the words of a tree say of a node: SluiceXML/Tape/Arena.swift.
#ifndef SLUICE_XML_TREE_WORDS_H
#define SLUICE_XML_TREE_WORDS_H

enum {
    XML_TREE_NAME = (1 << 24) - 1,
    XML_TREE_HAS_ATTRIBUTES = 1 << 24,
    XML_TREE_HAS_TEXT = 1 << 25,
    XML_TREE_HAS_CHILDREN = 1 << 26,
    XML_TREE_HAS_TAIL = 1 << 27,
};
/// Names of what is no element.
enum { XML_TREE_COMMENT = 0, XML_TREE_INSTRUCTION = 1 };

#endif
