internal import SluiceCore

extension DocumentTypeReader {
    /// Whether what is declared now is declared where a reader of the document alone does not look.
    private var isOutside: Bool { input.origin.isExternal || input.depth > 0 }

    // MARK: Elements

    /// Productions 45 to 51.
    mutating func elementDeclaration() throws {
        let place = declarationPlace
        try requireSpace("behind '<!ELEMENT'")
        let name = try name()
        try requireSpace("behind the element's name")
        let outside = isOutside
        let model: ContentModel
        if input.starts(with: "EMPTY") {
            input.at += 5
            model = ContentModel(kind: .empty, text: "EMPTY")
        } else if input.starts(with: "ANY") {
            input.at += 3
            model = ContentModel(kind: .any, text: "ANY")
        } else {
            model = try contentModel()
        }
        try requireEnd()
        if type.elements[name] != nil { return invalid("the element '\(shown(name))' is declared twice", at: place) }
        type.elements[name] = DocumentType.Element(model: model, isDeclaredOutside: outside)
        if model.kind == .children { scanner.defineChildrenOnly(name) }
        if listens.decl { tell(.element(string(name), model: model.text), at: place) }
    }

    private mutating func contentModel() throws -> ContentModel {
        guard input.byte == UInt8(ascii: "(") else { throw unexpected("'EMPTY', 'ANY' or '('") }
        let frame = input.frame
        let place = input.place
        input.at += 1
        try skipSpace()
        if input.starts(with: "#PCDATA") { return try mixedContent(frame: frame) }

        var steps: [ContentModel.Step] = []
        var text: [UInt8] = [UInt8(ascii: "(")]
        // The groups that are open: what stands between their parts, how many there are, and where they began.
        var groups: [(separator: UInt8, count: Int, frame: Int)] = [(0, 0, frame)]
        while !groups.isEmpty {
            // A part: a name, or the beginning of a group.
            if input.byte == UInt8(ascii: "(") {
                guard groups.count < options.limits.depth else {
                    throw overLimit("more than \(options.limits.depth) groups are within one another (the limit depth)")
                }
                groups.append((0, 0, input.frame))
                text.append(UInt8(ascii: "("))
                input.at += 1
                try skipSpace()
                continue
            }
            let name = try name()
            steps.append(.name(name))
            text += name
            takeOccurrence(&steps, &text)
            // What ends parts and groups.
            while let group = groups.last {
                groups[groups.count - 1].count += 1
                try skipSpace()
                let byte = input.byte
                if byte == UInt8(ascii: ")") {
                    let count = group.count + 1
                    steps.append(group.separator == UInt8(ascii: "|") ? .choice(count) : .sequence(count))
                    text.append(byte)
                    if group.frame != input.frame {
                        invalid("a group begins and ends in different parameter entities", at: place)
                    }
                    input.at += 1
                    takeOccurrence(&steps, &text)
                    groups.removeLast()
                    continue
                }
                guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|"),
                    group.separator == 0 || group.separator == byte
                else {
                    let wanted = group.separator == 0 ? "',', '|'" : "'\(Character(Unicode.Scalar(group.separator)))'"
                    throw unexpected("\(wanted) or ')' in a content model")
                }
                groups[groups.count - 1].separator = byte
                text.append(byte)
                input.at += 1
                try skipSpace()
                break
            }
        }
        return ContentModel(kind: .children, steps: steps, text: string(text))
    }

    private mutating func takeOccurrence(_ steps: inout [ContentModel.Step], _ text: inout [UInt8]) {
        switch input.byte {
        case UInt8(ascii: "?"): steps.append(.optional)
        case UInt8(ascii: "*"): steps.append(.star)
        case UInt8(ascii: "+"): steps.append(.plus)
        default: return
        }
        text.append(input.byte)
        input.at += 1
    }

    /// Production 51, from `#PCDATA` on.
    private mutating func mixedContent(frame: Int) throws -> ContentModel {
        let place = input.place
        input.at += 7
        var names: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        while true {
            try skipSpace()
            guard input.byte == UInt8(ascii: "|") else { break }
            input.at += 1
            try skipSpace()
            let name = try name()
            names.append(name)
            if !seen.insert(name).inserted {
                invalid("the element '\(shown(name))' is twice in mixed content", at: place)
            }
        }
        guard input.byte == UInt8(ascii: ")") else { throw unexpected("'|' or ')' in a content model") }
        if frame != input.frame { invalid("a group begins and ends in different parameter entities", at: place) }
        input.at += 1
        var text = "(#PCDATA" + names.map { "|" + string($0) }.joined() + ")"
        if input.byte == UInt8(ascii: "*") {
            input.at += 1
            text += "*"
        } else if !names.isEmpty {
            throw unexpected("'*' behind mixed content with elements")
        }
        return ContentModel(kind: .mixed, steps: names.map { .name($0) }, text: text)
    }

    // MARK: Notations

    /// Production 82.
    mutating func notationDeclaration() throws {
        let place = declarationPlace
        try requireSpace("behind '<!NOTATION'")
        let name = try name(allowsColons: false)
        try requireSpace("behind the notation's name")
        guard input.starts(with: "PUBLIC") || input.starts(with: "SYSTEM") else {
            throw unexpected("'PUBLIC' or 'SYSTEM'")
        }
        let id = try externalID(isNotation: true)
        try requireEnd()
        guard type.notations.insert(name).inserted else {
            return invalid("the notation '\(shown(name))' is declared twice", at: place)
        }
        if listens.dtd { tell(.notation(string(name), publicID: id.publicID, systemID: id.systemID), at: place) }
    }

    // MARK: Entities

    /// Productions 70 to 76.
    mutating func entityDeclaration() throws {
        let place = declarationPlace
        try requireSpace("behind '<!ENTITY'")
        let isParameter = input.byte == UInt8(ascii: "%")
        if isParameter {
            input.at += 1
            try requireSpace("behind '%'")
        }
        let name = try name(allowsColons: false)
        try requireSpace("behind the entity's name")
        var entity = DocumentType.Entity(isDeclaredOutside: isOutside)
        if input.byte == UInt8(ascii: "\"") || input.byte == UInt8(ascii: "'") {
            entity.text = try entityValue()
        } else {
            guard input.starts(with: "PUBLIC") || input.starts(with: "SYSTEM") else {
                throw unexpected("an entity's value in quotes, 'PUBLIC' or 'SYSTEM'")
            }
            (entity.publicID, entity.systemID) = try externalID(isNotation: false)
            let hasSpace = try skipSpace()
            if !isParameter, input.starts(with: "NDATA") {
                guard hasSpace else { throw unexpected("white space before 'NDATA'") }
                input.at += 5
                try requireSpace("behind 'NDATA'")
                let notation = try self.name(allowsColons: false)
                entity.notation = notation
                if listens.validates { type.usedNotations.append((notation, place)) }
            }
        }
        try requireEnd()
        guard isProcessing, !hasHole else { return }
        define(name, entity, isParameter: isParameter, at: place)
    }

    private mutating func define(_ name: [UInt8], _ entity: DocumentType.Entity, isParameter: Bool, at place: Int) {
        // The first declaration counts (section 4.2).
        if isParameter {
            guard type.parameterEntities[name] == nil else { return }
            type.parameterEntities[name] = entity
        } else {
            guard type.entities[name] == nil else { return }
            type.entities[name] = entity
            // A document that stands alone refers to no entity that is declared outside (section 4.1).
            if !isStandalone || !entity.isDeclaredOutside { scanner.define(name, entity) }
        }
        let shown = (isParameter ? "%" : "") + string(name)
        if let text = entity.text {
            if listens.decl { tell(.internalEntity(shown, value: string(text)), at: place) }
        } else if let systemID = entity.systemID {
            if let notation = entity.notation {
                guard listens.dtd else { return }
                tell(
                    .unparsedEntity(shown, publicID: entity.publicID, systemID: systemID, notation: string(notation)),
                    at: place)
            } else if listens.decl {
                tell(.externalEntity(shown, publicID: entity.publicID, systemID: systemID), at: place)
            }
        }
    }
}
